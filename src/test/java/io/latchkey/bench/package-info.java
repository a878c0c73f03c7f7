/**
 * Benchmarks: ours beside what the same machine can do at the same time, in rounds that take turns, so that a busy machine
 * slows both. Each writes {@code target/bench/NAME.json} and judges itself; a missed goal fails nothing.
 */
@NullMarked
package io.latchkey.bench;

import org.jspecify.annotations.NullMarked;
