package io.latchkey.platform.time;

/** The machine's monotonic clock: for how long something takes, never for when it is. Injected as the business clock is. */
@FunctionalInterface
public interface Ticks {

    /** Nanoseconds since an arbitrary moment; only differences mean something. */
    long nanos();
}
