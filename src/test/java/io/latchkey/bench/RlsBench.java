package io.latchkey.bench;

import io.latchkey.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What row level security costs: the five statements that run most often per request, by the application's role and by one
 * that may do the same and passes by the policies, in short turns on the same tables. Compared is the processor time of
 * their two backends, which Linux tells: by the clock a statement is mostly the time that two processes take to wake each
 * other.
 */
@Timeout(600)
class RlsBench {

    private static final int ROUNDS = 15;
    private static final int TURNS = 40;
    private static final int TIMES = 50;
    /** Tenants of the same shape, one for each side: rows that two transactions lock at once cost both of them more. */
    private static final String BOUND = "0192f0c1-0000-7000-8000-000000000001";

    private static final String UNBOUND = "0192f0c1-0000-7000-8000-000000000002";

    /** Every one names its tenant, as the product's do. */
    private static final Map<String, String> STATEMENTS = new LinkedHashMap<>();

    static {
        STATEMENTS.put(
                "hold an item",
                "select fence from work_item where tenant_id = ? and id = ('a0000001-0000-7000-8000-'"
                        + " || lpad(to_hex(? % 500), 12, '0'))::uuid and fence = 0 and state = 'waiting' for share");
        STATEMENTS.put(
                "when a slot is due",
                "select min(due_at) from (select due_at from work_item where tenant_id = ? and slot = ? % 2"
                        + " and state = 'waiting' order by due_at, id limit 50) as foremost");
        STATEMENTS.put(
                "store a signal",
                "insert into signal (tenant_id, id, source, delivery_id, issue_id, received_at)"
                        + " values (?, gen_random_uuid(), 'webhook', 'd-' || ?, '10042', now())");
        STATEMENTS.put(
                "record an event",
                "insert into audit_event (tenant_id, id, occurred_at, kind, subject, body)"
                        + " values (?, gen_random_uuid(), now(), 'step.done', ?::text, decode(repeat('ab', 300), 'hex'))");
        STATEMENTS.put(
                "intend a step",
                "insert into step_intent (tenant_id, id, work_id, ordinal, fence, intent, intended_at)"
                        + " values (?, gen_random_uuid(), gen_random_uuid(), ?, 1, decode(repeat('ab', 100), 'hex'), now())");
    }

    @Test
    void rowLevelSecurityIsAffordable() throws SQLException {
        var findings = new Findings("rls");
        try (TestPostgres postgres = TestPostgres.onDisk()) {
            String url = postgres.createDatabase();
            Flyway.configure()
                    .dataSource(url, "latchkey_owner", TestPostgres.PASSWORD)
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            fill(url);
            Machine.durable(Map.of("spring.datasource.url", url), findings);
            try (Connection on = as(url, "latchkey_app");
                    Connection off = as(url, "latchkey_unbound")) {
                for (Map.Entry<String, String> one : STATEMENTS.entrySet()) {
                    findings.atLeast(
                            one.getKey()
                                    + ": statements per second of processor time with row level security / without",
                            ratio(on, off, one.getValue()),
                            0.95);
                }
            }
        }
        findings.write();
    }

    /** A hundred tenants with some hundred items each, and a role that policies do not bind. */
    private static void fill(String url) throws SQLException {
        try (Connection administrator = Machine.administrator(url);
                Statement statement = administrator.createStatement()) {
            statement.execute("create role latchkey_unbound login password '" + TestPostgres.PASSWORD
                    + "' bypassrls in role latchkey_app");
            statement.execute("""
                    insert into work_item (tenant_id, id, kind, subject, slot, state, due_at, wanted, fence, attempts,
                                           created_at)
                    select ('0192f0c1-0000-7000-8000-' || lpad(to_hex(t), 12, '0'))::uuid,
                           ('a0000001-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
                           'request', n::text, n % 2, 'waiting', now(), 1, 0, 0, now()
                    from generate_series(1, 100) t, generate_series(0, 499) n
                    """);
            statement.execute("vacuum analyze");
        }
    }

    private static Connection as(String url, String role) throws SQLException {
        Connection connection = DriverManager.getConnection(url, role, TestPostgres.PASSWORD);
        connection.setAutoCommit(false);
        return connection;
    }

    private static Spread ratio(Connection on, Connection off, String sql) throws SQLException {
        Side bound = new Side(on, sql, BOUND);
        Side unbound = new Side(off, sql, UNBOUND);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            double ratio = unbound.costAgainst(bound);
            // In the first round the backends read their catalogues and make their plans.
            if (round > 0) {
                ratios.add(ratio);
            }
        }
        return Spread.ofRounds(ratios);
    }

    /** One role's statement on its own connection, in transactions that leave nothing. */
    private static final class Side {

        private static final AtomicInteger NEXT = new AtomicInteger();

        private final Connection connection;
        private final String sql;
        private final String whose;
        private final Path schedule;

        Side(Connection connection, String sql, String whose) throws SQLException {
            this.connection = connection;
            this.sql = sql;
            this.whose = whose;
            try (Statement statement = connection.createStatement();
                    ResultSet backend = statement.executeQuery("select pg_backend_pid()")) {
                backend.next();
                this.schedule = Path.of("/proc/" + backend.getInt(1) + "/schedstat");
            }
        }

        /** This side's processor time through the other's, over turns that alternate. */
        double costAgainst(Side other) throws SQLException {
            try (PreparedStatement mine = prepared();
                    PreparedStatement others = other.prepared()) {
                long myNanos = 0;
                long otherNanos = 0;
                for (int turn = 0; turn < TURNS; turn++) {
                    boolean first = turn % 2 == 0;
                    myNanos += first ? nanos(mine) : 0;
                    otherNanos += other.nanos(others);
                    myNanos += first ? 0 : nanos(mine);
                }
                return (double) myNanos / otherNanos;
            } finally {
                connection.rollback();
                other.connection.rollback();
            }
        }

        private PreparedStatement prepared() throws SQLException {
            try (PreparedStatement tenant =
                    connection.prepareStatement("select set_config('latchkey.tenant_id', ?, true)")) {
                tenant.setString(1, whose);
                tenant.execute();
            }
            return connection.prepareStatement(sql);
        }

        private long nanos(PreparedStatement statement) throws SQLException {
            long before = processor();
            for (int i = 0; i < TIMES; i++) {
                statement.setObject(1, UUID.fromString(whose));
                statement.setInt(2, NEXT.incrementAndGet());
                statement.execute();
            }
            return processor() - before;
        }

        /** Nanoseconds on a processor, the first number of Linux's schedstat. */
        private long processor() {
            try {
                return Long.parseLong(Files.readString(schedule).split(" ", 2)[0]);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
