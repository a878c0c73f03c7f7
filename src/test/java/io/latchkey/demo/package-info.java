/**
 * Trying the product: sets it up as an administrator would and plays the story as people would, by HTTP alone. Uses no
 * class of the product.
 */
@NullMarked
package io.latchkey.demo;

import org.jspecify.annotations.NullMarked;
