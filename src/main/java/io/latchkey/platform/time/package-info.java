/** The injected clock and the ids that are ordered by it. */
@NullMarked
package io.latchkey.platform.time;

import org.jspecify.annotations.NullMarked;
