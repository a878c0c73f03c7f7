package io.latchkey.faults.ready;

import io.latchkey.testing.TestPostgres;
import java.time.Duration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The database's clock, by which leases end and shared limits fill up again: the machine's, moved as the others are. What
 * passes at the vendors has to pass for it too, or an hour's calls would have to do for a month.
 */
final class LeaseClock implements AutoCloseable {

    private final SingleConnectionDataSource connection;
    private final JdbcTemplate owner;

    /** Replaces the clock of this database. */
    LeaseClock(String url) {
        connection = new SingleConnectionDataSource(url, "latchkey_owner", TestPostgres.PASSWORD, true);
        owner = new JdbcTemplate(connection);
        owner.execute("create table moved_clock (ahead interval not null)");
        owner.execute("insert into moved_clock values (interval '0')");
        owner.execute("grant select on moved_clock to latchkey_app");
        owner.execute("create or replace function lease_now() returns timestamptz language sql volatile"
                + " as $$ select clock_timestamp() + ahead from moved_clock $$");
    }

    /** Moves it by this much more. */
    void advance(Duration by) {
        owner.update("update moved_clock set ahead = ahead + make_interval(secs => ?)", by.toMillis() / 1_000.0);
    }

    @Override
    public void close() {
        connection.destroy();
    }
}
