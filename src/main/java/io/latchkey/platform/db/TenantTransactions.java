package io.latchkey.platform.db;

import io.latchkey.platform.TenantId;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.RowMapperResultSetExtractor;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Transactions that see the rows of one tenant. The tenant is set for the transaction only, so that a pooled connection
 * carries nothing to the next one; row level security does the rest. JPA and JDBC share the transaction.
 */
@Component
public class TenantTransactions {

    /** Names the tenant until the transaction ends. */
    static final String ENTER = "select set_config('latchkey.tenant_id', ?, true)";

    /** The same before the one statement of a transaction, in the same message. */
    static final String ENTER_FIRST = ENTER + "; ";

    /** The same, when that statement may change nothing. */
    static final String ENTER_READING_FIRST = ENTER + ", set_config('transaction_read_only', 'on', true); ";

    /** No transaction goes on for longer: its next statement, or the wait for the last one, ends it. */
    public static final Duration LONGEST = Duration.ofSeconds(30);

    private static final String TENANT = "transactionTenant";

    private final JdbcClient jdbc;
    private final TransactionTemplate writing;
    private final TransactionTemplate reading;
    private final NamedParameterJdbcTemplate alone;

    TenantTransactions(PlatformTransactionManager transactions, JdbcClient jdbc, DataSource database) {
        this.jdbc = jdbc;
        var bounded = new JdbcTemplate(database);
        bounded.setQueryTimeout((int) LONGEST.toSeconds());
        this.alone = new NamedParameterJdbcTemplate(bounded);
        this.writing = template(transactions, false);
        this.reading = template(transactions, true);
    }

    /**
     * Runs the work in one transaction of the tenant; an exception rolls back.
     *
     * @throws IllegalStateException when a transaction is open already: it may be another tenant's
     */
    public <T extends @org.jspecify.annotations.Nullable Object> T write(TenantId tenant, Supplier<T> work) {
        return run(writing, tenant, work);
    }

    /** As {@link #write}, without a result. */
    public void writeOnly(TenantId tenant, Runnable work) {
        write(tenant, () -> {
            work.run();
            return true;
        });
    }

    /**
     * Runs one statement in a transaction of its own, whose beginning, tenant, statement and end are one message to the
     * database instead of three: PostgreSQL takes what it is sent before it is asked to answer as one transaction. A statement
     * that fails changes nothing; as with every transaction, when the connection is lost nobody knows whether it was
     * committed. Its rows are read when it has been committed, so that a mapper that throws takes nothing back.
     *
     * @param sql one statement that answers with rows, its parameters named
     * @return the rows, in their order
     * @throws IllegalArgumentException when the statement answers with none; it has been done then
     * @throws IllegalStateException when a transaction is open already: it may be another tenant's
     */
    public <T> List<T> writeAlone(TenantId tenant, String sql, Map<String, ?> parameters, RowMapper<T> row) {
        return alone(ENTER_FIRST, tenant, sql, parameters, row);
    }

    /** As {@link #writeAlone}, refusing any change. */
    public <T> List<T> readAlone(TenantId tenant, String sql, Map<String, ?> parameters, RowMapper<T> row) {
        return alone(ENTER_READING_FIRST, tenant, sql, parameters, row);
    }

    private <T> List<T> alone(String before, TenantId tenant, String sql, Map<String, ?> parameters, RowMapper<T> row) {
        refuseNesting();
        var all = new MapSqlParameterSource(parameters).addValue(TENANT, tenant.toString());
        return Objects.requireNonNull(alone.execute(before.replace("?", ":" + TENANT) + sql, all, statement -> {
            if (!statement.getConnection().getAutoCommit()) {
                throw new IllegalStateException("the pool's connections have to commit each statement by themselves");
            }
            statement.execute();
            if (!statement.getMoreResults()) {
                throw new IllegalArgumentException("a statement that answers with rows was expected");
            }
            try (ResultSet rows = statement.getResultSet()) {
                return new RowMapperResultSetExtractor<>(row, 1).extractData(rows);
            }
        }));
    }

    /** As {@link #write}, refusing any change. */
    public <T extends @org.jspecify.annotations.Nullable Object> T read(TenantId tenant, Supplier<T> work) {
        return run(reading, tenant, work);
    }

    /** One transaction without a tenant: only the tenantless tables have rows in it. */
    public <T extends @org.jspecify.annotations.Nullable Object> T writeTenantless(Supplier<T> work) {
        refuseNesting();
        return execute(writing, work);
    }

    private <T extends @org.jspecify.annotations.Nullable Object> T run(
            TransactionTemplate template, TenantId tenant, Supplier<T> work) {
        refuseNesting();
        return execute(template, () -> {
            enter(tenant);
            return work.get();
        });
    }

    /** When the rollback fails too, as it does on a lost connection, what was thrown first says why. */
    private static <T extends @org.jspecify.annotations.Nullable Object> T execute(
            TransactionTemplate template, Supplier<T> work) {
        var first = new AtomicReference<@org.jspecify.annotations.Nullable RuntimeException>();
        try {
            return template.execute(status -> {
                try {
                    return work.get();
                } catch (RuntimeException e) {
                    first.set(e);
                    throw e;
                }
            });
        } catch (RuntimeException last) {
            RuntimeException cause = first.get();
            if (cause == null || cause == last) {
                throw last;
            }
            cause.addSuppressed(last);
            throw cause;
        }
    }

    /**
     * Sets the tenant of the transaction that is open; for a transaction that began tenantless and has found or made its
     * tenant.
     */
    public void enter(TenantId tenant) {
        jdbc.sql(ENTER).param(tenant.toString()).query(String.class).single();
    }

    private static void refuseNesting() {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("a transaction is open already; a tenant's transaction is never nested");
        }
    }

    private static TransactionTemplate template(PlatformTransactionManager transactions, boolean readOnly) {
        var template = new TransactionTemplate(transactions);
        template.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRED);
        template.setTimeout((int) LONGEST.toSeconds());
        template.setReadOnly(readOnly);
        return template;
    }
}
