/**
 * Judges what a simulation left behind: the vendors' state, and the database by plain SQL. It uses no class of the product,
 * so that it cannot share its mistakes.
 */
@NullMarked
package io.latchkey.faults.oracle;

import org.jspecify.annotations.NullMarked;
