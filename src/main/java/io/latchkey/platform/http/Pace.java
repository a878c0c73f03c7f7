package io.latchkey.platform.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How often something may be done: a number of times at once, and then so often per second (a generic cell rate algorithm).
 * Nobody waits here. Safe for many threads.
 */
public final class Pace {

    private final long spacing;
    private final long burst;
    private final LongSupplier nanos;
    private final AtomicLong spentUntil = new AtomicLong(Long.MIN_VALUE);

    /**
     * A pace that begins unspent.
     *
     * @param burst how often at once
     * @param perSecond how often per second after that
     * @param nanos a clock that only moves forward
     */
    public Pace(int burst, int perSecond, LongSupplier nanos) {
        this.spacing = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.burst = spacing * burst;
        this.nanos = nanos;
    }

    /** Whether it may be done now; if so, it counts as done. */
    public boolean allows() {
        long now = nanos.getAsLong();
        while (true) {
            long before = spentUntil.get();
            long after = Math.max(before, now) + spacing;
            if (after - now > burst) {
                return false;
            }
            if (spentUntil.compareAndSet(before, after)) {
                return true;
            }
        }
    }
}
