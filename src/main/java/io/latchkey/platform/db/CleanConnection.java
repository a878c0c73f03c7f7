package io.latchkey.platform.db;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * One physical connection of the pool. It remembers whether a statement may have changed the session, and if so resets it
 * when it comes back; a connection that cannot be rolled back, or comes back inside a transaction, is given up. Used by one
 * thread at a time, as the pool sees to.
 */
final class CleanConnection implements InvocationHandler {

    /** Whatever outlives a transaction; the product's own statement that names the tenant does not. */
    private static final Pattern SESSION =
            Pattern.compile("^\\s*(set|reset|discard|do|call|listen)\\b|set_config|;\\s*\\S", Pattern.CASE_INSENSITIVE);

    private static final LoadingCache<String, Boolean> CHANGES_SESSION =
            Caffeine.newBuilder().maximumSize(2_000).build(CleanConnection::changesSession);

    /** PostgreSQL, class 08: the pool gives up a connection that fails so. */
    private static final String CONNECTION_FAILURE = "08006";

    private final Connection physical;
    private boolean sessionChanged;

    CleanConnection(Connection physical) {
        this.physical = physical;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        switch (method.getName()) {
            case "createStatement" -> sessionChanged = true;
            case "prepareStatement", "prepareCall" ->
                sessionChanged |= arguments != null && arguments[0] instanceof String sql && CHANGES_SESSION.get(sql);
            // The last thing that the pool does to a connection that comes back.
            case "clearWarnings" -> comeBackClean();
            default -> {}
        }
        try {
            return method.invoke(physical, arguments);
        } catch (InvocationTargetException e) {
            Throwable cause = Objects.requireNonNull(e.getCause());
            if (method.getName().equals("rollback") && cause instanceof SQLException) {
                throw new SQLException("the connection could not be rolled back", CONNECTION_FAILURE, cause);
            }
            throw cause;
        }
    }

    private static boolean changesSession(String sql) {
        String rest = Stream.of(TenantTransactions.ENTER_FIRST, TenantTransactions.ENTER_READING_FIRST)
                .filter(sql::startsWith)
                .findFirst()
                .map(before -> sql.substring(before.length()))
                .orElse(sql);
        return !rest.equals(TenantTransactions.ENTER) && SESSION.matcher(rest).find();
    }

    private void comeBackClean() throws SQLException {
        if (physical.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE) {
            throw new SQLException("the connection came back inside a transaction", CONNECTION_FAILURE);
        }
        if (sessionChanged) {
            try (Statement statement = physical.createStatement()) {
                statement.execute("discard all");
            }
            sessionChanged = false;
        }
    }
}
