package io.latchkey.work;

import java.time.Duration;

/**
 * How much of a bucket may be spent. In any {@code window}, however it lies, at most {@code capacity × share} units are
 * spent by all nodes together, those of {@link Budgets.Standing learned} capacity instead once an answer has told it.
 *
 * @param capacity units that the other side grants per window, until it has said
 * @param share the part of them that we use, above 0 and at most 1
 * @param window the other side's window
 * @param burst units of this time may be spent at once; at least one
 * @param debt units of this time may be borrowed by work that has begun, so that it ends; at least one
 * @param block how long units in a node's hands are good; it takes those of half this time at once; at least one
 */
public record Allowance(long capacity, double share, Duration window, Duration burst, Duration debt, Duration block) {

    /** Refuses what would never let anything through. */
    public Allowance {
        if (capacity < 1 || !(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "a capacity of at least 1 and a share above 0 and up to 1 are expected, not " + capacity + " and "
                            + share);
        }
    }

    /** An even flow: a burst of a second, a debt of half and blocks that are good for a quarter for a window of a minute. */
    public static Allowance even(long capacity, double share, Duration window) {
        return new Allowance(
                capacity, share, window, window.dividedBy(60), window.dividedBy(120), window.dividedBy(240));
    }

    /** Our share of a capacity. */
    long permitted(long ofCapacity) {
        return Math.max(1, (long) (ofCapacity * share));
    }
}
