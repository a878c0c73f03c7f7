package io.latchkey.work;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The buckets in the database: one short statement each, outside of any transaction, by the database's clock. */
@Component
class BudgetRows {

    private static final String LEASE =
            "select granted, wait_s, spacing_s, known_capacity from lease_budget(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String REPORT = "select report_budget(?, ?, ?, ?, ?, ?, ?)";

    private final JdbcClient jdbc;

    BudgetRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Who may go into debt, and how far. */
    enum Borrowing {
        /** The first call of an item. */
        NONE,
        /** What has begun shall end. */
        TO_FINISH,
        /** A person waits for it. */
        FOR_A_PERSON
    }

    /**
     * A block, or none.
     *
     * @param granted units; 0 when there are none
     * @param pause how long until there are some
     * @param spacing the time that one unit stands for
     * @param capacity units per window, as far as known
     */
    record Lease(long granted, Duration pause, Duration spacing, long capacity) {}

    Lease lease(BudgetKey key, Allowance allowance, long needed, Borrowing borrowing) {
        return jdbc.sql(LEASE)
                .params(
                        key.host(),
                        key.bucket(),
                        allowance.capacity(),
                        allowance.share(),
                        seconds(allowance.window()),
                        seconds(allowance.burst()),
                        seconds(allowance.debt()),
                        seconds(allowance.block()),
                        needed,
                        borrowing.ordinal())
                .query((row, n) -> new Lease(
                        row.getLong(1), duration(row.getDouble(2)), duration(row.getDouble(3)), row.getLong(4)))
                .single();
    }

    void learn(BudgetKey key, Allowance allowance, long capacity) {
        report(key, allowance, capacity, null, null, null);
    }

    void leave(BudgetKey key, Allowance allowance, long left, Duration until) {
        report(key, allowance, null, left, seconds(until), null);
    }

    void close(BudgetKey key, Allowance allowance, Duration time) {
        report(key, allowance, null, null, null, seconds(time));
    }

    private void report(
            BudgetKey key,
            Allowance allowance,
            @Nullable Long capacity,
            @Nullable Long left,
            @Nullable Double leftSeconds,
            @Nullable Double closedSeconds) {
        jdbc.sql(REPORT)
                .param(1, key.host())
                .param(2, key.bucket())
                .param(3, allowance.capacity())
                .param(4, capacity, java.sql.Types.BIGINT)
                .param(5, left, java.sql.Types.BIGINT)
                .param(6, leftSeconds, java.sql.Types.DOUBLE)
                .param(7, closedSeconds, java.sql.Types.DOUBLE)
                .query((row, n) -> true)
                .single();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos((long) Math.ceil(seconds * 1e9));
    }
}
