/** What the tests of every package share: a real PostgreSQL with the two roles, and a clock that can be set. */
@NullMarked
package io.latchkey.testing;

import org.jspecify.annotations.NullMarked;
