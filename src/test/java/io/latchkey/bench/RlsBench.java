package io.latchkey.bench;

import io.latchkey.testing.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What row level security costs: the five statements that run most often per request, by the application's role and by one
 * that may do the same and passes by the policies, in turns on the same tables.
 */
@Timeout(600)
class RlsBench {

    private static final int ROUNDS = 15;
    private static final int TIMES = 1_500;
    private static final String TENANT = "0192f0c1-0000-7000-8000-000000000001";

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
                            one.getKey() + ": statements per second with row level security / without",
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
        nanos(on, sql);
        nanos(off, sql);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            boolean onFirst = round % 2 == 0;
            double first = nanos(onFirst ? on : off, sql);
            double second = nanos(onFirst ? off : on, sql);
            ratios.add(onFirst ? second / first : first / second);
        }
        return Spread.ofRounds(ratios);
    }

    /** In one transaction, which leaves nothing. */
    private static double nanos(Connection connection, String sql) throws SQLException {
        try (PreparedStatement tenant =
                        connection.prepareStatement("select set_config('latchkey.tenant_id', ?, true)");
                PreparedStatement statement = connection.prepareStatement(sql)) {
            tenant.setString(1, TENANT);
            tenant.execute();
            long begun = System.nanoTime();
            for (int i = 0; i < TIMES; i++) {
                statement.setObject(1, java.util.UUID.fromString(TENANT));
                statement.setInt(2, i);
                statement.execute();
            }
            return System.nanoTime() - begun;
        } finally {
            connection.rollback();
        }
    }
}
