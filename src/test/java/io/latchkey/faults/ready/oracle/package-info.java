/**
 * Judges what a play has left at both vendors by what the same request leaves when nothing goes wrong. Reads the vendors by
 * their endpoints and the product by its administrator's API, and uses no class of the product.
 */
@NullMarked
package io.latchkey.faults.ready.oracle;

import org.jspecify.annotations.NullMarked;
