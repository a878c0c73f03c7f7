package io.latchkey.faults;

import io.latchkey.faults.Fault.Point;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * A node's connections to the real database. A connection that dies is rolled back and used again under another face, which
 * is the same to the database and saves a process of it each time.
 */
final class NodeDatabase extends AbstractDataSource {

    private final Node node;
    private final String url;
    private final String user;
    private final String password;
    private final Deque<Wire> idle = new ArrayDeque<>();
    private final List<Face> open = new ArrayList<>();
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
        Face face = new Face(idle.isEmpty() ? connect() : idle.pop());
        open.add(face);
        return (Connection)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Connection.class}, face::call);
    }

    private Wire connect() throws SQLException {
        return new Wire(
                DriverManager.getConnection(url, user, password), node.cluster().wires());
    }

    @Override
    public Connection getConnection(String name, String secret) throws SQLException {
        return getConnection();
    }

    /** All connections of the node break; what was not committed is rolled back. */
    void cut() {
        List.copyOf(open).forEach(Face::cut);
    }

    /** Whether a transaction has begun that has not ended. */
    boolean isInTransaction() {
        return open.stream().anyMatch(face -> face.wire.isBegun());
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
            for (Wire wire : idle) {
                wire.real().close();
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

        private final Wire wire;
        private boolean broken;
        private boolean closed;
        private int statements;

        Face(Wire wire) {
            this.wire = wire;
        }

        void cut() {
            if (!broken) {
                broken = true;
                try {
                    wire.rollback();
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
                case "getAutoCommit" -> {
                    return !wire.isManual();
                }
                case "isReadOnly" -> {
                    return wire.isReadOnly();
                }
                case "setAutoCommit" -> wire.setManual(!(Boolean) Objects.requireNonNull(arguments)[0]);
                case "setReadOnly" -> wire.setReadOnly((Boolean) Objects.requireNonNull(arguments)[0]);
                case "commit" -> commit();
                case "rollback" -> wire.rollback();
                case "prepareStatement" -> {
                    statements++;
                    return create(method, Objects.requireNonNull(arguments));
                }
                // What else there is would go past what is sent together with a statement.
                case "createStatement", "prepareCall", "setTransactionIsolation", "setSavepoint" ->
                    throw new UnsupportedOperationException(name);
                default -> {
                    return Wire.invoke(wire.real(), method, arguments);
                }
            }
            return null;
        }

        private PreparedStatement create(Method method, Object[] arguments) throws Throwable {
            String sql = String.valueOf(arguments[0]);
            if (sql.equals(Wire.ENTER) && wire.isManual()) {
                return Entering.through(wire);
            }
            PreparedStatement statement = wire.prepare(method, arguments, node.databaseTime());
            if (!wire.isManual() && sql.startsWith(Wire.ENTER + ",")) {
                return read(statement);
            }
            return !wire.isManual() && writes(sql) ? watched(statement) : statement;
        }

        /** A transaction of one statement begins with its tenant. */
        private static boolean writes(String sql) {
            return sql.startsWith(Wire.ENTER + ";")
                    || !sql.stripLeading().toLowerCase(Locale.ROOT).startsWith("select");
        }

        private PreparedStatement watched(PreparedStatement statement) {
            return around(statement, execution -> {
                @Nullable Object[] result = new @Nullable Object[1];
                write("statement", () -> result[0] = execution.execute(), () -> {});
                return result[0];
            });
        }

        /** As a transaction that reads. */
        private PreparedStatement read(PreparedStatement statement) {
            return around(statement, execution -> {
                if (node.world().pass(Point.READ, node, "statement").isPresent()) {
                    cut();
                    throw gone();
                }
                return execution.execute();
            });
        }

        private PreparedStatement around(PreparedStatement statement, Around around) {
            return (PreparedStatement) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {PreparedStatement.class},
                    (proxy, method, arguments) -> method.getName().startsWith("execute")
                            ? around.call(() -> Wire.invoke(statement, method, arguments))
                            : Wire.invoke(statement, method, arguments));
        }

        private void commit() throws Throwable {
            int many = statements;
            statements = 0;
            if (wire.isReadOnly()) {
                if (node.world().pass(Point.READ, node, many + " statements").isPresent()) {
                    cut();
                    throw gone();
                }
                wire.commit();
                return;
            }
            write(many + " statements", wire::commit, wire::rollback);
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
                wire.rollback();
                wire.setManual(false);
                wire.setReadOnly(false);
                idle.push(wire);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @FunctionalInterface
    private interface Execution {
        @Nullable
        Object execute() throws Throwable;
    }

    @FunctionalInterface
    private interface Around {
        @Nullable
        Object call(Execution execution) throws Throwable;
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Throwable;
    }
}
