package io.latchkey.faults;

import io.latchkey.faults.Fault.Point;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * A node's connections to the real database. A connection that dies is rolled back and used again under another face, which
 * is the same to the database and saves a process of it each time.
 */
final class NodeDatabase extends AbstractDataSource {

    /** How {@link io.latchkey.platform.db.TenantTransactions} begins, and the same with the time beside it. */
    private static final String ENTER = "select set_config('latchkey.tenant_id', ?, true)";

    private static final String ENTER_AT = ENTER + " from set_config('sim.now', ?, true)";
    private static final String NOW = "select set_config('sim.now', ?, true)";

    /** The scheduler's own statements bring the time they speak of. */
    private static final String SCHEDULER = "scheduled_tasks";

    private final Node node;
    private final String url;
    private final String user;
    private final String password;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final List<Face> open = new ArrayList<>();
    private final Map<Connection, Instant> told = new IdentityHashMap<>();
    private boolean refusing;

    NodeDatabase(Node node, String url, String user, String password) {
        this.node = node;
        this.url = url;
        this.user = user;
        this.password = password;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (node.isDead()) {
            // Not a failure: whoever waits for the database to come back would wait for ever.
            throw new Killed();
        }
        if (refusing) {
            refusing = false;
            throw gone();
        }
        Connection real = idle.isEmpty() ? DriverManager.getConnection(url, user, password) : idle.pop();
        Face face = new Face(real);
        open.add(face);
        return (Connection)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Connection.class}, face::call);
    }

    /** What time it is, for leases; nothing is said where the connection knows it already. */
    private void tell(Connection real) throws SQLException {
        Instant now = node.databaseTime();
        if (!now.equals(told.put(real, now))) {
            try (Statement set = real.createStatement()) {
                set.execute("set sim.now = '" + now + "'");
            }
        }
    }

    @Override
    public Connection getConnection(String name, String secret) throws SQLException {
        return getConnection();
    }

    /** All connections of the node break; what was not committed is rolled back. */
    void cut() {
        List.copyOf(open).forEach(Face::cut);
    }

    /** All is well again. */
    void begin() {
        refusing = false;
    }

    /** The next connection that is asked for does not stand. */
    void refuseOnce() {
        refusing = true;
    }

    void closeAll() {
        try {
            for (Connection real : idle) {
                real.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        idle.clear();
    }

    private static SQLException gone() {
        return new SQLException("An I/O error occurred while sending to the backend.", "08006");
    }

    /** What the product holds of a connection. */
    private final class Face {

        private final Connection real;
        private boolean broken;
        private boolean closed;
        private boolean knowsTime;
        private int statements;

        Face(Connection real) {
            this.real = real;
        }

        void cut() {
            if (!broken) {
                broken = true;
                try {
                    if (!real.getAutoCommit()) {
                        real.rollback();
                    }
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        @Nullable
        Object call(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            String name = method.getName();
            if (name.equals("close") || name.equals("abort")) {
                close();
                return null;
            }
            if (name.equals("isClosed")) {
                return closed || broken;
            }
            if (broken) {
                if (node.isDead() && name.equals("rollback")) {
                    return null;
                }
                throw gone();
            }
            switch (name) {
                case "commit" -> {
                    commit();
                    return null;
                }
                case "rollback" -> {
                    knowsTime = false;
                    return invoke(real, method, arguments);
                }
                case "prepareStatement", "createStatement" -> {
                    statements++;
                    Object statement = create(method, arguments);
                    return statement instanceof PreparedStatement prepared
                                    && arguments != null
                                    && real.getAutoCommit()
                                    && writes(String.valueOf(arguments[0]))
                            ? watched(prepared)
                            : statement;
                }
                default -> {
                    return invoke(real, method, arguments);
                }
            }
        }

        /** The time is told with the statement that says whose the transaction is, so that it costs no word of its own. */
        private @Nullable Object create(Method method, Object @Nullable [] arguments) throws Throwable {
            String sql = arguments == null || arguments.length == 0 ? "" : String.valueOf(arguments[0]);
            if (sql.equals(ENTER) && !real.getAutoCommit()) {
                PreparedStatement enter = real.prepareStatement(ENTER_AT);
                enter.setString(2, node.databaseTime().toString());
                knowsTime = true;
                return enter;
            }
            if (real.getAutoCommit()) {
                if (!sql.contains(SCHEDULER)) {
                    tell(real);
                }
            } else if (!knowsTime) {
                try (PreparedStatement now = real.prepareStatement(NOW)) {
                    now.setString(1, node.databaseTime().toString());
                    now.execute();
                }
                knowsTime = true;
            }
            return invoke(real, method, arguments);
        }

        private static boolean writes(String sql) {
            return !sql.stripLeading().toLowerCase(Locale.ROOT).startsWith("select");
        }

        private Object watched(PreparedStatement real) {
            return Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {PreparedStatement.class},
                    (proxy, method, arguments) -> {
                        if (!method.getName().startsWith("execute")) {
                            return invoke(real, method, arguments);
                        }
                        @Nullable Object[] result = new @Nullable Object[1];
                        write("statement", () -> result[0] = invoke(real, method, arguments), () -> {});
                        return result[0];
                    });
        }

        private void commit() throws Throwable {
            boolean reads = real.isReadOnly();
            int many = statements;
            statements = 0;
            knowsTime = false;
            if (reads) {
                if (node.world().pass(Point.READ, node, many + " statements").isPresent()) {
                    cut();
                    throw gone();
                }
                real.commit();
                return;
            }
            write(many + " statements", real::commit, real::rollback);
        }

        private void write(String label, Work work, Work undo) throws Throwable {
            Optional<Fault> fault = node.world().pass(Point.WRITE, node, label);
            if (fault.isEmpty()) {
                work.run();
                return;
            }
            boolean done = fault.get() == Fault.KILL_AFTER_COMMIT || fault.get() == Fault.CUT_AFTER_COMMIT;
            if (done) {
                work.run();
            } else {
                undo.run();
            }
            if (fault.get().kills()) {
                throw node.die();
            }
            cut();
            throw gone();
        }

        private void close() {
            if (closed) {
                return;
            }
            closed = true;
            open.remove(this);
            try {
                if (!real.getAutoCommit()) {
                    real.rollback();
                    real.setAutoCommit(true);
                }
                if (real.isReadOnly()) {
                    real.setReadOnly(false);
                }
                idle.push(real);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Throwable;
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
