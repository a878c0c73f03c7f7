/** The seeded simulation: the real beans and the real SQL on one thread, with every kind of fault at every point. */
@NullMarked
package io.latchkey.faults;

import org.jspecify.annotations.NullMarked;
