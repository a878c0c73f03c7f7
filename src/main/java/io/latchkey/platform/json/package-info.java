/** JSON whose bytes are stored and hashed: the canonical form of RFC 8785 (JCS). */
@NullMarked
package io.latchkey.platform.json;

import org.jspecify.annotations.NullMarked;
