/** The Connect door over real HTTP, against a site and a key server of its own. */
@NullMarked
package io.latchkey.tenant;

import org.jspecify.annotations.NullMarked;
