package io.latchkey.faults;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Takes everything out of the product's tables, as if they had just been made. */
final class EmptyTables {

    private static final String TABLES = "select string_agg(quote_ident(tablename), ', ') from pg_tables"
            + " where schemaname = 'public' and tablename <> 'flyway_schema_history'";

    private final Connection superuser;
    private final String truncate;

    EmptyTables(Connection superuser) throws SQLException {
        this.superuser = superuser;
        try (Statement statement = superuser.createStatement()) {
            // The trail refuses to be emptied; its triggers do not fire for a replica.
            statement.execute("set session_replication_role = replica");
            try (ResultSet tables = statement.executeQuery(TABLES)) {
                tables.next();
                this.truncate = "truncate " + tables.getString(1);
            }
        }
    }

    void empty() {
        try (Statement statement = superuser.createStatement()) {
            statement.execute(truncate);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
