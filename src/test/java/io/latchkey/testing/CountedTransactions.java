package io.latchkey.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Counts what really goes to the database: each committed transaction with its statements. Put into a context as a bean,
 * it wraps the data source of the application.
 */
public final class CountedTransactions implements BeanPostProcessor {

    /** How a transaction of one message begins, and how one that may write. */
    private static final String TENANT = "select set_config('latchkey.tenant_id', ?, true)";

    private static final String ALONE = TENANT + "; ";

    /** Asked at its end, in the same message: afterwards there is no transaction to ask. */
    private static final String WRITES = "; select pg_current_xact_id_if_assigned() is not null";

    private final List<Transaction> committed = new ArrayList<>();

    /**
     * A committed transaction.
     *
     * @param thread who ran it
     * @param statements its SQL in order, as prepared
     * @param writes whether PostgreSQL gave it a transaction id, which it only does to those that write
     * @param isOneMessage whether it went to the database in one message
     */
    public record Transaction(String thread, List<String> statements, boolean writes, boolean isOneMessage) {

        /** Whether any statement contains this text. */
        public boolean touches(String text) {
            return statements.stream()
                    .anyMatch(sql -> sql.toLowerCase(Locale.ROOT).contains(text));
        }

        /** The sealer's own transactions, which are counted apart. */
        public boolean isSealer() {
            return touches("audit_seal ") || touches("from audit_unsealed") || touches("audit_seal(");
        }

        /** A heartbeat of db-scheduler, counted apart. */
        public boolean isHeartbeat() {
            return touches("update scheduled_tasks set last_heartbeat");
        }
    }

    /** What was committed so far. */
    public synchronized List<Transaction> committed() {
        return List.copyOf(committed);
    }

    /** The committed transactions that match. */
    public List<Transaction> committed(Predicate<Transaction> wanted) {
        return committed().stream().filter(wanted).toList();
    }

    /** Writing transactions without sealer and heartbeats. */
    public List<Transaction> writing() {
        return committed(one -> one.writes() && !one.isSealer() && !one.isHeartbeat());
    }

    /** Waits until nothing has been written for half a second, so that what is counted next is not mixed with it. */
    public void awaitQuiet() {
        var before = new AtomicInteger(-1);
        Awaitility.await("nothing more is written")
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(500))
                .atMost(Duration.ofMinutes(1))
                .until(() -> {
                    int now = writing().size();
                    return before.getAndSet(now) == now;
                });
    }

    /** Begins to count anew. */
    public synchronized void reset() {
        committed.clear();
    }

    private synchronized void add(Transaction transaction) {
        committed.add(transaction);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource source && "dataSource".equals(name) ? new Counting(source) : bean;
    }

    private final class Counting extends DelegatingDataSource {

        Counting(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws java.sql.SQLException {
            return watched(super.getConnection());
        }
    }

    private Connection watched(Connection connection) {
        List<String> statements = new ArrayList<>();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> connectionCall(connection, statements, method, arguments));
    }

    private @Nullable Object connectionCall(
            Connection connection, List<String> statements, Method method, Object @Nullable [] arguments)
            throws Throwable {
        boolean writes = method.getName().equals("commit") && writes(connection);
        Object result = call(connection, method, asking(connection, method, arguments));
        switch (method.getName()) {
            case "prepareStatement" -> {
                if (arguments != null && arguments[0] instanceof String sql && result instanceof Statement statement) {
                    return watched(statement, sql, connection, statements);
                }
            }
            case "commit" -> {
                add(new Transaction(Thread.currentThread().getName(), List.copyOf(statements), writes, false));
                statements.clear();
            }
            case "rollback", "close" -> statements.clear();
            default -> {}
        }
        return result;
    }

    private static Object @Nullable [] asking(Connection connection, Method method, Object @Nullable [] arguments)
            throws java.sql.SQLException {
        if (!method.getName().equals("prepareStatement")
                || arguments == null
                || !String.valueOf(arguments[0]).startsWith(ALONE)
                || !connection.getAutoCommit()) {
            return arguments;
        }
        Object[] asking = arguments.clone();
        asking[0] = arguments[0] + WRITES;
        return asking;
    }

    /** After the answer of the statement itself, which was read by then. */
    private static boolean wrote(Statement statement) throws java.sql.SQLException {
        if (!statement.getMoreResults()) {
            throw new IllegalStateException("nobody tells whether it wrote");
        }
        try (java.sql.ResultSet told = statement.getResultSet()) {
            return told.next() && told.getBoolean(1);
        }
    }

    /** Without a transaction there is no id to ask for; a scheduler's poll that found nothing wrote nothing. */
    private static boolean writes(Statement statement, String sql, @Nullable Object result)
            throws java.sql.SQLException {
        if (sql.stripLeading().toLowerCase(Locale.ROOT).startsWith("select")) {
            return false;
        }
        java.sql.ResultSet rows = result instanceof java.sql.ResultSet set ? set : statement.getResultSet();
        return rows != null ? rows.isBeforeFirst() : statement.getUpdateCount() > 0;
    }

    private static boolean writes(Connection connection) throws java.sql.SQLException {
        try (Statement asked = connection.createStatement();
                java.sql.ResultSet id = asked.executeQuery("select pg_current_xact_id_if_assigned() is not null")) {
            return id.next() && id.getBoolean(1);
        }
    }

    private Object watched(Statement statement, String sql, Connection connection, List<String> statements) {
        Set<String> executing =
                Set.of("execute", "executeQuery", "executeUpdate", "executeBatch", "executeLargeUpdate");
        var executed = new AtomicBoolean();
        return Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {java.sql.PreparedStatement.class},
                (proxy, method, arguments) -> {
                    boolean alone = sql.startsWith(ALONE) && connection.getAutoCommit();
                    String thread = Thread.currentThread().getName();
                    if (alone && method.getName().equals("close") && executed.getAndSet(false)) {
                        List<String> both = List.of(TENANT, sql.substring(ALONE.length()));
                        add(new Transaction(thread, both, wrote(statement), true));
                    }
                    Object result = call(statement, method, arguments);
                    if (alone) {
                        executed.compareAndSet(false, method.getName().equals("execute"));
                    } else if (executing.contains(method.getName())) {
                        statements.add(sql);
                        if (connection.getAutoCommit()) {
                            boolean writes = writes(statement, sql, result);
                            add(new Transaction(thread, List.of(sql), writes, true));
                            statements.clear();
                        }
                    }
                    return result;
                });
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
