package io.latchkey.bench;

import io.latchkey.testing.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What row level security costs: the five statements that run most often per request, by the application's role and by one
 * that may do the same and passes by the policies. Some clients keep both processors busy with a statement, for one role and
 * for the other in short turns on the same tables, so that what a policy costs is missing in the statements per second.
 * What it costs within the database alone, where no message comes between, is told beside it.
 */
@Timeout(600)
class RlsBench {

    private static final int ROUNDS = 30;
    private static final int CLIENTS = 4;
    private static final Duration TURN = Duration.ofMillis(250);
    private static final int LOOPS = 2_000;
    /** Tenants of the same shape, one for each side: rows that two transactions lock at once cost both of them more. */
    private static final String BOUND = "0192f0c1-0000-7000-8000-000000000001";

    private static final String UNBOUND = "0192f0c1-0000-7000-8000-000000000002";

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final AtomicInteger LOOP = new AtomicInteger();

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
            for (Map.Entry<String, String> one : STATEMENTS.entrySet()) {
                findings.atLeast(
                        one.getKey() + ": statements per second with row level security / without",
                        throughput(url, one.getValue()),
                        0.95);
                findings.add(
                        one.getKey() + ": the same within the database, where no message comes between",
                        within(url, one.getValue()));
            }
        }
        findings.write();
    }

    /**
     * A hundred tenants with some hundred items each, and a role that policies do not bind.
     * {@code -Drls.policy="tenant_id = (select current_tenant())"} tries another policy than the product's.
     */
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
            String other = System.getProperty("rls.policy");
            if (other != null) {
                for (String table : List.of("work_item", "signal", "audit_event", "step_intent")) {
                    statement.execute("alter policy tenants_apart on " + table + " using (" + other + ") with check ("
                            + other + ")");
                }
            }
        }
    }

    private static Connection as(String url, String role) throws SQLException {
        Connection connection = DriverManager.getConnection(url, role, TestPostgres.PASSWORD);
        connection.setAutoCommit(false);
        return connection;
    }

    private static Spread throughput(String url, String sql) throws SQLException {
        try (var bound = new Side(url, "latchkey_app", sql, BOUND);
                var unbound = new Side(url, "latchkey_unbound", sql, UNBOUND)) {
            return rounds(bound::perSecond, unbound::perSecond);
        }
    }

    /** A loop in the database takes the place of its clients. */
    private static Spread within(String url, String sql) throws SQLException {
        String body = sql.replaceFirst("\\?", "tenant").replaceFirst("\\?", "n").replaceFirst("^select", "perform");
        try (Connection administrator = Machine.administrator(url);
                Statement statement = administrator.createStatement()) {
            statement.execute("create or replace function bench_loop(tenant uuid, first int, times int) returns void"
                    + " language plpgsql as $$ begin for n in first .. first + times - 1 loop " + body
                    + "; end loop; end $$");
        }
        String loop = "select bench_loop(?, ? * " + LOOPS + ", " + LOOPS + ")";
        try (Connection bound = as(url, "latchkey_app");
                Connection unbound = as(url, "latchkey_unbound")) {
            return rounds(() -> loopsPerSecond(bound, loop, BOUND), () -> loopsPerSecond(unbound, loop, UNBOUND));
        }
    }

    /** Each round goes there and back, so that what drifts drifts for both; in the first one plans are made. */
    private static Spread rounds(Measured bound, Measured unbound) throws SQLException {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            double on = bound.perSecond();
            double off = unbound.perSecond() + unbound.perSecond();
            on += bound.perSecond();
            if (round > 0) {
                ratios.add(on / off);
            }
        }
        return Spread.ofRounds(ratios);
    }

    private interface Measured {

        double perSecond() throws SQLException;
    }

    private static double loopsPerSecond(Connection connection, String loop, String whose) throws SQLException {
        bind(connection, whose);
        try (PreparedStatement statement = connection.prepareStatement(loop)) {
            statement.setObject(1, UUID.fromString(whose));
            statement.setInt(2, LOOP.incrementAndGet());
            long start = System.nanoTime();
            statement.execute();
            return 1e9 / (System.nanoTime() - start);
        } finally {
            connection.rollback();
        }
    }

    private static void bind(Connection connection, String whose) throws SQLException {
        try (PreparedStatement tenant =
                connection.prepareStatement("select set_config('latchkey.tenant_id', ?, true)")) {
            tenant.setString(1, whose);
            tenant.execute();
        }
    }

    /** One role's clients, each with a connection of its own, in transactions that leave nothing. */
    private static final class Side implements AutoCloseable {

        private final List<Connection> connections = new ArrayList<>();
        private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        private final String sql;
        private final String whose;

        Side(String url, String role, String sql, String whose) throws SQLException {
            this.sql = sql;
            this.whose = whose;
            for (int i = 0; i < CLIENTS; i++) {
                connections.add(as(url, role));
            }
        }

        /** A turn of all clients. */
        double perSecond() {
            long until = System.nanoTime() + TURN.toNanos();
            List<CompletableFuture<Double>> turns = IntStream.range(0, CLIENTS)
                    .mapToObj(client -> CompletableFuture.supplyAsync(() -> turn(client, until), clients))
                    .toList();
            return turns.stream().mapToDouble(CompletableFuture::join).sum();
        }

        /** No two clients lock the same row: a row that is locked twice costs more, whoever locks it. */
        private double turn(int client, long until) {
            Connection connection = connections.get(client);
            try {
                bind(connection, whose);
                long start = System.nanoTime();
                int times = 0;
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    while (System.nanoTime() < until) {
                        statement.setObject(1, UUID.fromString(whose));
                        statement.setInt(2, NEXT.incrementAndGet() * CLIENTS + client);
                        statement.execute();
                        times++;
                    }
                }
                return times * 1e9 / (System.nanoTime() - start);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            } finally {
                rollback(connection);
            }
        }

        private static void rollback(Connection connection) {
            try {
                connection.rollback();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws SQLException {
            clients.shutdownNow();
            for (Connection connection : connections) {
                connection.close();
            }
        }
    }
}
