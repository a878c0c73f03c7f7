/** The seeded simulation: the real beans and the real SQL, one of them at a time, with every kind of fault at every point. */
@NullMarked
package io.latchkey.faults;

import org.jspecify.annotations.NullMarked;
