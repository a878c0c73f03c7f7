package io.latchkey.okta;

import io.latchkey.platform.time.Ticks;
import java.time.Duration;

/** When a call must have ended, by the machine's monotonic clock: a real duration, not business time. */
record Deadline(long end, Ticks ticks) {

    static Deadline in(Duration duration, Ticks ticks) {
        return new Deadline(ticks.nanos() + duration.toNanos(), ticks);
    }

    /** Zero when it has passed. */
    long nanosLeft() {
        return Math.max(0, end - ticks.nanos());
    }
}
