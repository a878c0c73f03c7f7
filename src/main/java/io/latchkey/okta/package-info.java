/**
 * Okta: connections to organisations, the vocabulary of people, groups and administrator roles, and one family of
 * failures. Callers see {@link io.latchkey.okta.OktaDirectory}; Okta's own Java client stays behind it.
 *
 * <p>In: settings, and the steps of other packages. Out: HTTPS to the organisation, and each tenant's public keys on
 * {@code GET /okta/{tenantId}/jwks.json}.
 *
 * <p>API: application programming interface. DPoP: demonstrating proof of possession (RFC 9449). JWK, JWKS: JSON web key
 * and key set (RFC 7517). JWT: JSON web token. SDK: Okta's software development kit for Java.
 */
@ApplicationModule(
        displayName = "Okta",
        allowedDependencies = {"platform", "audit", "tenant", "work"})
@NullMarked
package io.latchkey.okta;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
