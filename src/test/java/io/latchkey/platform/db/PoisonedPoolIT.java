package io.latchkey.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.latchkey.platform.TenantId;
import io.latchkey.testing.TestPostgres;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** Whatever a borrower leaves on a connection, the next one finds none of it. The pool holds one connection. */
class PoisonedPoolIT {

    private static final TenantId OURS = new TenantId(UUID.randomUUID());
    private static final TenantId THEIRS = new TenantId(UUID.randomUUID());
    private static final String COUNT = "select count(*) from tenant";

    private static HikariDataSource pool;
    private static TenantTransactions transactions;
    private static JdbcClient jdbc;

    @BeforeAll
    static void migrate() {
        String url = TestPostgres.shared().createDatabase();
        Flyway.configure()
                .dataSource(url, "latchkey_owner", TestPostgres.PASSWORD)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername("latchkey_app");
        pool.setPassword(TestPostgres.PASSWORD);
        pool.setMaximumPoolSize(1);
        new CleanConnections().postProcessBeforeInitialization(pool, "dataSource");
        jdbc = JdbcClient.create(pool);
        transactions = new TenantTransactions(new DataSourceTransactionManager(pool), jdbc, pool);
        for (TenantId tenant : new TenantId[] {OURS, THEIRS}) {
            transactions.writeOnly(tenant, () -> insert(tenant));
        }
    }

    private static void insert(TenantId tenant) {
        jdbc.sql("insert into tenant (tenant_id, id, state, created_at) values (?, ?, 'installed', now())")
                .params(tenant.value(), tenant.value())
                .update();
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    /** A tenant that was set for the session would be seen by whatever does not name its own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select set_config('latchkey.tenant_id', '%s', false)",
                "SELECT\n  set_config ( 'latchkey.tenant_id', '%s', false )",
                "set latchkey.tenant_id = '%s'",
                " SET SESSION latchkey.tenant_id TO '%s'",
                "do $$ begin perform set_config('latchkey.tenant_id', '%s', false); end $$",
                "select 1; set latchkey.tenant_id = '%s'"
            })
    void aLeftOverTenantIsForgotten(String poison) throws SQLException {
        for (boolean prepared : new boolean[] {true, false}) {
            try (Connection connection = pool.getConnection()) {
                run(connection, poison.formatted(THEIRS), prepared);
                try (Statement seen = connection.createStatement();
                        var rows = seen.executeQuery(COUNT)) {
                    rows.next();
                    assertThat(rows.getInt(1)).as("the poison works").isEqualTo(1);
                }
            }

            assertNothingLeaks();
        }
    }

    private static void run(Connection connection, String sql, boolean prepared) throws SQLException {
        if (prepared) {
            try (var statement = connection.prepareStatement(sql)) {
                statement.execute();
            }
        } else {
            try (var statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void aTransactionThatWasAbortedIsForgotten() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "select set_config('latchkey.tenant_id', '" + THEIRS + "', true)", true);
            assertThatThrownBy(() -> run(connection, "select 1 / 0", true)).isInstanceOf(SQLException.class);
        }

        assertNothingLeaks();
    }

    @Test
    void aTransactionThatWasLeftOpenIsForgotten() throws SQLException {
        UUID left = UUID.randomUUID();
        Connection connection = pool.getConnection();
        run(connection, "begin", true);
        run(connection, "select set_config('latchkey.tenant_id', '" + left + "', true)", true);
        run(
                connection,
                "insert into tenant (tenant_id, id, state, created_at) values ('" + left + "', '" + left
                        + "', 'installed', now())",
                true);

        assertThatThrownBy(connection::close).hasMessageContaining("inside a transaction");

        assertNothingLeaks();
        int stored = transactions.read(
                new TenantId(left), () -> jdbc.sql(COUNT).query(Integer.class).single());
        assertThat(stored).isZero();
    }

    /** Nobody whom the application could become sees more than it does. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "set role latchkey_owner",
                "set role postgres",
                "set session authorization latchkey_owner",
                "set role none",
                "set row_security = off",
                "set search_path = pg_catalog"
            })
    void anotherRoleIsForgotten(String poison) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            try {
                run(connection, poison, true);
            } catch (SQLException refused) {
                assertThat(refused.getMessage()).contains("permission denied");
            }
        }

        assertNothingLeaks();
        assertThat(jdbc.sql("select current_user || ' ' || current_setting('row_security')")
                        .query(String.class)
                        .single())
                .isEqualTo("latchkey_app on");
    }

    /** The connection would go back with its transaction open, and the next one would work inside of it. */
    @Test
    void aConnectionThatCannotBeRolledBackIsGivenUp() {
        var handler = new CleanConnection(failingRollback());
        var connection = (Connection)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Connection.class}, handler);

        assertThatThrownBy(connection::rollback)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        thrown -> assertThat(thrown.getSQLState()).isEqualTo("08006"));
    }

    private static Connection failingRollback() {
        return (Connection) Proxy.newProxyInstance(
                PoisonedPoolIT.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    throw new SQLException("canceling statement due to user request", "57014");
                });
    }

    /** What the product does all day leaves nothing, and is not paid for: a reset would forget what was prepared, too. */
    @Test
    void theUsualWayNeedsNoReset() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            run(connection, "prepare probe as select 1", true);
        }

        for (int i = 0; i < 20; i++) {
            transactions.read(OURS, () -> jdbc.sql(COUNT).query(Integer.class).single());
        }

        assertThat(jdbc.sql("select count(*) from pg_prepared_statements where name = 'probe'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    /** It goes without a transaction of the pool's, so that its tenant must end with it all the same. */
    @Test
    void aStatementThatWentAloneLeavesNothing() {
        List<Integer> seen = transactions.writeAlone(THEIRS, COUNT, Map.of(), (row, n) -> row.getInt(1));

        assertThat(seen).containsExactly(1);
        assertNothingLeaks();
    }

    @Test
    void aStatementThatWentAloneIsCommittedForItsTenantOnly() {
        TenantId made = new TenantId(UUID.randomUUID());
        String insert = "insert into tenant (tenant_id, id, state, created_at)"
                + " values (:tenant, :tenant, 'installed', now()) returning state";

        List<String> states = transactions.writeAlone(
                made, insert, Map.of("tenant", made.value()), (row, n) -> row.getString("state"));

        assertThat(states).containsExactly("installed");
        assertThat(transactions.<Integer>read(
                        made, () -> jdbc.sql(COUNT).query(Integer.class).single()))
                .isEqualTo(1);
        TenantId another = new TenantId(UUID.randomUUID());
        assertThatThrownBy(() -> transactions.writeAlone(
                        made, insert, Map.of("tenant", another.value()), (row, n) -> row.getString("state")))
                .hasStackTraceContaining("row-level security");
        assertNothingLeaks();
    }

    @Test
    void aStatementThatWentAloneAndFailedChangesNothing() {
        TenantId made = new TenantId(UUID.randomUUID());
        String failing = "with made as (insert into tenant (tenant_id, id, state, created_at)"
                + " values (:tenant, :tenant, 'installed', now()) returning state)"
                + " select 1 / (length(state) - length('installed')) from made";

        assertThatThrownBy(() -> transactions.writeAlone(
                        made, failing, Map.of("tenant", made.value()), (row, n) -> row.getInt(1)))
                .hasStackTraceContaining("division by zero");

        assertThat(transactions.<Integer>read(
                        made, () -> jdbc.sql(COUNT).query(Integer.class).single()))
                .isZero();
        assertNothingLeaks();
    }

    @Test
    void aStatementThatReadsAloneChangesNothing() {
        TenantId made = new TenantId(UUID.randomUUID());

        assertThat(transactions.readAlone(THEIRS, COUNT, Map.of(), (row, n) -> row.getInt(1)))
                .containsExactly(1);
        assertThatThrownBy(() -> transactions.readAlone(
                        made,
                        "insert into tenant (tenant_id, id, state, created_at)"
                                + " values (:tenant, :tenant, 'installed', now()) returning 1",
                        Map.of("tenant", made.value()),
                        (row, n) -> row.getInt(1)))
                .hasStackTraceContaining("read-only transaction");
        // What comes next on the same connection may write again.
        transactions.writeOnly(made, () -> insert(made));
        assertNothingLeaks();
    }

    /** It would be the other tenant's from then on, and end with its transaction. */
    @Test
    void aStatementDoesNotGoAloneInsideATransaction() {
        assertThatThrownBy(() -> transactions.writeOnly(
                        OURS, () -> transactions.readAlone(THEIRS, COUNT, Map.of(), (row, n) -> row.getInt(1))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("never nested");
        assertNothingLeaks();
    }

    /** A transaction that nobody ends would be rolled back when its connection comes back. */
    @Test
    void aStatementGoesAloneOnlyWhereItIsCommitted() {
        var held = new HikariDataSource();
        held.setJdbcUrl(pool.getJdbcUrl());
        held.setUsername("latchkey_app");
        held.setPassword(TestPostgres.PASSWORD);
        held.setMaximumPoolSize(1);
        held.setAutoCommit(false);
        try (held) {
            var uncommitted =
                    new TenantTransactions(new DataSourceTransactionManager(held), JdbcClient.create(held), held);

            assertThatThrownBy(() -> uncommitted.writeAlone(OURS, COUNT, Map.of(), (row, n) -> row.getInt(1)))
                    .hasMessageContaining("have to commit");
        }
    }

    /** A reset costs a message and what the session has prepared. */
    @Test
    void aStatementThatWentAloneNeedsNoReset() {
        for (int i = 0; i < 10; i++) {
            transactions.writeAlone(OURS, COUNT + " where :ten > 9", Map.of("ten", 10), (row, n) -> row.getInt(1));
        }

        assertThat(jdbc.sql("select statement from pg_prepared_statements")
                        .query(String.class)
                        .list())
                .anyMatch(statement -> statement.contains(COUNT + " where $1 > 9"));
    }

    private static void assertNothingLeaks() {
        int unnamed = jdbc.sql(COUNT).query(Integer.class).single();
        int tenantless = transactions.writeTenantless(
                () -> jdbc.sql(COUNT).query(Integer.class).single());
        int ours = transactions.read(
                OURS, () -> jdbc.sql(COUNT).query(Integer.class).single());

        assertThat(unnamed).as("seen without a tenant").isZero();
        assertThat(tenantless).as("seen in a transaction without a tenant").isZero();
        assertThat(ours).as("seen by another tenant").isEqualTo(1);
    }
}
