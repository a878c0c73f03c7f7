package io.latchkey.work;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Remote limits as budgets that all nodes share. An adapter takes what a call costs before it sends it, and reports what
 * the answer said. No thread ever waits in here; a call that has to wait is refused, and the adapter throws a
 * {@link io.latchkey.platform.failure.LimitReached}.
 *
 * <p>Mostly costs no statement, since a node takes blocks. Never called inside a transaction.
 */
public interface Budgets {

    /**
     * Takes what a call costs, all or nothing. The first call of a step or look has to wait for its turn; further ones,
     * and calls that a person waits for, may borrow a little.
     *
     * @return empty when the call may be sent; else how long to wait before asking again, a different time for each
     */
    Optional<Duration> take(List<Demand> demands);

    /**
     * Makes calls for a timer. Nobody waits for them, so they do not touch what is kept for people; no item queues for
     * them, so they may borrow as work that has begun.
     */
    <T> T forTimer(Supplier<T> calls);

    /** Takes over what an answer said of a bucket: its capacity, and that others have left less of it than we count on. */
    void report(BudgetKey key, Allowance allowance, Standing standing);

    /** Nobody on any node takes anything of the bucket for this time: the other side has refused a call. */
    void close(BudgetKey key, Allowance allowance, Duration time);

    /**
     * How much could be had at once, from 0 (a call has to wait) to 1 (nothing was spent lately, and of a running window
     * of the other side's no less is left than we count on). Always one statement.
     */
    double left(BudgetKey key, Allowance allowance);

    /**
     * What an answer said of a bucket.
     *
     * @param capacity units per window, for all who share the bucket
     * @param remaining units that are left of the running window
     * @param resets how long until the window ends
     */
    record Standing(long capacity, long remaining, Duration resets) {}
}
