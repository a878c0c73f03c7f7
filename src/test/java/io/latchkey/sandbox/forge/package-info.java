/**
 * Forge's side of a site, as far as a remote backend meets it: invocation tokens signed with keys of its own. Source of the
 * wire rules: Atlassian's "Forge Remote invocation contract".
 */
@NullMarked
package io.latchkey.sandbox.forge;

import org.jspecify.annotations.NullMarked;
