package io.latchkey.okta;

import java.time.Duration;

/** When a call must have ended, by the machine's monotonic clock: a real duration, not business time. */
record Deadline(long nanoTime) {

    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** Zero when it has passed. */
    long nanosLeft() {
        return Math.max(0, nanoTime - System.nanoTime());
    }
}
