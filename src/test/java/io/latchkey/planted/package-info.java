/** Bugs that can be planted into the product, to see whether its tests find them. */
@NullMarked
package io.latchkey.planted;

import org.jspecify.annotations.NullMarked;
