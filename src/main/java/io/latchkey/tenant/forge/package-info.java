/**
 * The Forge door (Forge Remote): who calls is said by an invocation token of Atlassian's, the site is called with the tokens
 * that come with the calls. Closed until the app's id is configured.
 */
@NullMarked
package io.latchkey.tenant.forge;

import org.jspecify.annotations.NullMarked;
