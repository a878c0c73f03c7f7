package io.latchkey.faults.processes;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The nodes' database, as its superuser sees it: all tenants, plain SQL. Safe for many threads. */
final class Database implements AutoCloseable {

    private final Connection connection;

    Database(String url) {
        try {
            connection = DriverManager.getConnection(url, "postgres", "postgres");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All rows, each by column name. */
    synchronized List<Map<String, @Nullable Object>> rows(String sql, Object... arguments) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            try (ResultSet found = statement.executeQuery()) {
                List<Map<String, @Nullable Object>> rows = new ArrayList<>();
                while (found.next()) {
                    rows.add(row(found));
                }
                return rows;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, @Nullable Object> row(ResultSet found) throws SQLException {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
            row.put(found.getMetaData().getColumnLabel(i), found.getObject(i));
        }
        return row;
    }

    /** The number that a query with one row and one column finds. */
    long number(String sql, Object... arguments) {
        Object value = rows(sql, arguments).get(0).values().iterator().next();
        return ((Number) java.util.Objects.requireNonNull(value)).longValue();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
