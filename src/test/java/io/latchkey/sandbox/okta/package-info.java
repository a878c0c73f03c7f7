/**
 * An Okta org on a loopback port: users, groups, roles, service apps with {@code private_key_jwt} and DPoP, System Log,
 * rate limits, in the shapes of Okta's own API. {@link io.latchkey.sandbox.okta.OktaOrg} is the face for tests; people
 * and other processes use Okta's endpoints and the control API under {@code /sandbox}. Stands on the sandbox's HTTP
 * ground only; knows nothing of the product and nothing of Jira.
 */
@NullMarked
package io.latchkey.sandbox.okta;

import org.jspecify.annotations.NullMarked;
