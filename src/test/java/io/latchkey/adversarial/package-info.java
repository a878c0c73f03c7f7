/**
 * Tickets that try to get what was not approved, among others that are what they seem: a seeded generator plays them against
 * the whole product, and an oracle that knows the vendors only says what should have come of each.
 */
@NullMarked
package io.latchkey.adversarial;

import org.jspecify.annotations.NullMarked;
