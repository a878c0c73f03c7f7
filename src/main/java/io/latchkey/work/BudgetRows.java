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
    private static final String STANDING = "select capacity,"
            + " greatest(0, extract(epoch from spent_until - lease_now())) as ahead_s,"
            + " greatest(0, extract(epoch from closed_until - lease_now())) as closed_s,"
            + " case when left_until > lease_now() then left_units end as left_units,"
            + " greatest(0, extract(epoch from left_until - lease_now())) as left_s"
            + " from budget where host_hash = ? and bucket = ?";
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

    /** See {@link Budgets#left}; what nobody has used yet is whole. */
    double left(BudgetKey key, Allowance allowance) {
        return jdbc.sql(STANDING)
                .params(key.host(), key.bucket())
                .query((row, n) -> row.getDouble("closed_s") > 0
                        ? 0.0
                        : Math.min(
                                ofBurst(row.getDouble("ahead_s"), allowance),
                                ofWindow(
                                        row.getObject("left_units", Long.class),
                                        allowance.permitted(row.getLong("capacity")),
                                        row.getDouble("left_s") / seconds(allowance.window()))))
                .optional()
                .orElse(1.0);
    }

    private static double ofBurst(double aheadSeconds, Allowance allowance) {
        return Math.max(0, 1 - aheadSeconds / seconds(allowance.burst()));
    }

    private static double ofWindow(@Nullable Long units, long permitted, double ofWindow) {
        double countedOn = permitted * ofWindow;
        return units == null || countedOn <= 0 ? 1 : Math.min(1, Math.max(0, units) / countedOn);
    }

    /** Whether any of it was handed out within this time. What is spent reaches beyond now, and never far. */
    boolean isSpent(BudgetKey key, Duration within) {
        return jdbc.sql("select spent_until > lease_now() - make_interval(secs => ?) from budget"
                        + " where host_hash = ? and bucket = ?")
                .params(seconds(within), key.host(), key.bucket())
                .query(Boolean.class)
                .optional()
                .orElse(false);
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
