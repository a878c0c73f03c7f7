package io.latchkey.work;

import io.latchkey.work.BudgetRows.Borrowing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The rows of budgets in a real PostgreSQL, whose clock and the node's stand still until time is let pass; it remembers what it was told. */
final class StillBudgets extends BudgetRows implements AutoCloseable {

    final List<Borrowing> leased = new ArrayList<>();
    final List<Long> learned = new ArrayList<>();
    final List<Long> left = new ArrayList<>();
    final Clock clock = new NodeClock();
    private final SingleConnectionDataSource connection;
    private Instant now = Instant.parse("2026-11-22T00:00:00Z");
    private Duration skew = Duration.ZERO;

    private StillBudgets(SingleConnectionDataSource connection) {
        super(JdbcClient.create(connection));
        this.connection = connection;
    }

    static StillBudgets open() {
        return new StillBudgets(BudgetsIT.timeStandsStill());
    }

    /** For the database and for the node. */
    void pass(Duration time) {
        now = now.plus(time);
        JdbcClient.create(connection).sql("set budgets.now = '" + now + "'").update();
    }

    /** The node's clock is set, the database's is not. */
    void setBack(Duration by) {
        skew = skew.minus(by);
    }

    @Override
    Lease lease(BudgetKey key, Allowance allowance, long needed, Borrowing borrowing) {
        leased.add(borrowing);
        return super.lease(key, allowance, needed, borrowing);
    }

    @Override
    void learn(BudgetKey key, Allowance allowance, long capacity) {
        learned.add(capacity);
        super.learn(key, allowance, capacity);
    }

    @Override
    void leave(BudgetKey key, Allowance allowance, long units, Duration until) {
        left.add(units);
        super.leave(key, allowance, units, until);
    }

    @Override
    public void close() {
        connection.destroy();
    }

    private final class NodeClock extends Clock {

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.plus(skew);
        }
    }
}
