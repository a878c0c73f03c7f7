/** What can go wrong outside, in the two words that decide what happens next: it may pass, or it will not. */
@NullMarked
package io.latchkey.platform.failure;

import org.jspecify.annotations.NullMarked;
