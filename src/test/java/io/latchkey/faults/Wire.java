package io.latchkey.faults;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A real connection. What ends one transaction, what begins the next one and what says for whom and at what time goes to the
 * server in one word with the statement that follows, in the same order as if each had gone alone: most of what a simulated
 * run costs is the way between two processes.
 */
final class Wire {

    /** How {@link io.latchkey.platform.db.TenantTransactions} begins, and the same with the time beside it. */
    static final String ENTER = "select set_config('latchkey.tenant_id', ?, true)";

    private static final String ENTER_AT =
            "select set_config('latchkey.tenant_id', ?, true), set_config('sim.now', ?, true)";
    private static final String AT = "select set_config('sim.now', ?, true)";
    private static final String AT_FROM_NOW_ON = "select set_config('sim.now', ?, false)";

    /** The scheduler's own statements bring the time they speak of. */
    private static final String SCHEDULER = "scheduled_tasks";

    /** Which of those that are due at the same time comes first is open; one run shall be like the other. */
    private static final Pattern WHICH = Pattern.compile("(ORDER BY execution_time ASC)(\\s+FOR UPDATE)");

    private static final String WHICH_ONE = "$1, task_instance, task_name$2";

    private final Connection real;
    private final Wires wires;
    private boolean manual;
    private boolean readOnly;
    private boolean begun;
    private boolean knowsTime;
    private boolean failed;
    private boolean owes;
    private @Nullable String tenant;
    private @Nullable Instant told;

    Wire(Connection real, Wires wires) {
        this.real = real;
        this.wires = wires;
    }

    Connection real() {
        return real;
    }

    boolean isManual() {
        return manual;
    }

    boolean isBegun() {
        return begun;
    }

    boolean isReadOnly() {
        return readOnly;
    }

    void setManual(boolean on) {
        if (begun) {
            throw new IllegalStateException("a transaction is open");
        }
        manual = on;
    }

    void setReadOnly(boolean on) {
        if (begun) {
            throw new IllegalStateException("a transaction is open");
        }
        readOnly = on;
    }

    /** Whose the transaction is from its next statement on. */
    void enter(String whose) {
        tenant = whose;
    }

    /** What was done is to stay; the server is told before anybody could see the difference. */
    void commit() throws SQLException {
        if (failed) {
            rollback();
            throw new SQLException("the transaction had failed and was rolled back", "25P02");
        }
        if (begun) {
            owes = true;
            wires.owes(this);
        }
        end();
    }

    void rollback() throws SQLException {
        if (begun) {
            send("rollback");
        }
        end();
    }

    private void end() {
        begun = false;
        failed = false;
        knowsTime = false;
        tenant = null;
    }

    void settle() throws SQLException {
        owes = false;
        wires.paid();
        send("commit");
    }

    private void send(String word) throws SQLException {
        try (PreparedStatement statement = real.prepareStatement(word)) {
            statement.execute();
        }
    }

    /** The product's statement, with what has to go before it. */
    PreparedStatement prepare(Method method, Object[] arguments, Instant now) throws Throwable {
        List<String> before = new ArrayList<>();
        List<String> values = new ArrayList<>();
        String sql = String.valueOf(arguments[0]);
        if (sql.contains(SCHEDULER)) {
            sql = WHICH.matcher(sql).replaceFirst(WHICH_ONE);
        }
        if (owes) {
            before.add("commit");
        }
        if (manual) {
            if (!begun) {
                before.add(readOnly ? "begin read only" : "begin");
            }
            if (tenant != null) {
                before.add(ENTER_AT);
                values.add(tenant);
                values.add(now.toString());
            } else if (!knowsTime) {
                before.add(AT);
                values.add(now.toString());
            }
        } else if (!sql.contains(SCHEDULER) && !now.equals(told)) {
            before.add(AT_FROM_NOW_ON);
            values.add(now.toString());
        }
        before.add(sql);
        Object[] changed = arguments.clone();
        changed[0] = String.join("; ", before);
        PreparedStatement statement = (PreparedStatement) Objects.requireNonNull(invoke(real, method, changed));
        Preceded preceded = new Preceded(statement, before.size() - 1, values, now);
        return (PreparedStatement) Proxy.newProxyInstance(
                Wire.class.getClassLoader(), new Class<?>[] {PreparedStatement.class}, preceded::call);
    }

    /** A statement and what goes before it, which is skipped in its answer. */
    private final class Preceded {

        private final PreparedStatement statement;
        private final int many;
        private final List<String> values;
        private final Instant now;
        private final boolean owed = owes;
        private final boolean open = begun;

        Preceded(PreparedStatement statement, int many, List<String> values, Instant now) {
            this.statement = statement;
            this.many = many;
            this.values = values;
            this.now = now;
        }

        @Nullable
        Object call(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            String name = method.getName();
            return switch (name) {
                case "setQueryTimeout" -> null;
                case "execute", "executeQuery", "executeUpdate", "executeLargeUpdate" -> execute(name, arguments);
                case "addBatch", "executeBatch", "getParameterMetaData", "getMetaData" ->
                    throw new UnsupportedOperationException(name);
                default -> invoke(statement, method, moved(name, arguments));
            };
        }

        /** The values of what goes before come first. */
        private Object @Nullable [] moved(String name, Object @Nullable [] arguments) {
            if (values.isEmpty() || arguments == null || arguments.length < 2 || !name.startsWith("set")) {
                return arguments;
            }
            Object[] moved = arguments.clone();
            moved[0] = (Integer) moved[0] + values.size();
            return moved;
        }

        private Object execute(String name, Object @Nullable [] arguments) throws SQLException {
            if (arguments != null && arguments.length > 0) {
                throw new UnsupportedOperationException(name + " with " + arguments.length + " arguments");
            }
            wires.use(Wire.this);
            if (many > 0 && (owed != owes || open != begun)) {
                throw new IllegalStateException("something went between a statement and what has to go before it");
            }
            for (int i = 0; i < values.size(); i++) {
                statement.setString(i + 1, values.get(i));
            }
            sent();
            try {
                boolean rows = statement.execute();
                for (int i = 0; i < many; i++) {
                    rows = statement.getMoreResults();
                }
                return switch (name) {
                    case "execute" -> rows;
                    case "executeQuery" -> statement.getResultSet();
                    case "executeUpdate" -> statement.getUpdateCount();
                    default -> statement.getLargeUpdateCount();
                };
            } catch (SQLException e) {
                failed = manual;
                told = null;
                wires.noticed(e);
                throw e;
            }
        }

        private void sent() {
            if (owes) {
                owes = false;
                wires.paid();
            }
            if (manual) {
                begun = true;
                knowsTime = true;
                tenant = null;
            } else if (!values.isEmpty()) {
                told = now;
            }
        }
    }

    static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
