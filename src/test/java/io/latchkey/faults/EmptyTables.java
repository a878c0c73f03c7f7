package io.latchkey.faults;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Takes everything out of the product's tables. Rows are deleted, since to truncate a table makes every statement on it be
 * planned anew; but what the scheduler takes of executions that are due at the same time follows from where their rows lie,
 * so its table has to be as it was when it was made.
 */
final class EmptyTables {

    private static final String TABLES = "select quote_ident(tablename) from pg_tables where schemaname = 'public'"
            + " and tablename not in ('flyway_schema_history', 'scheduled_tasks')";

    /** After so many runs the room of deleted rows is given free. */
    private static final int BETWEEN_VACUUMS = 200;

    private final Connection superuser;
    private final String empty;
    private final String vacuum;
    private int emptied;

    EmptyTables(Connection superuser) throws SQLException {
        this.superuser = superuser;
        List<String> names = new ArrayList<>();
        try (Statement statement = superuser.createStatement();
                ResultSet tables = statement.executeQuery(TABLES)) {
            while (tables.next()) {
                names.add(tables.getString(1));
            }
        }
        // The trail refuses to be emptied; its triggers do not fire for a replica.
        this.empty = names.stream()
                .map("delete from "::concat)
                .collect(Collectors.joining(
                        "; ", "set session_replication_role = replica; truncate scheduled_tasks; ", ""));
        this.vacuum = "vacuum " + String.join(", ", names);
    }

    void empty() {
        try (Statement statement = superuser.createStatement()) {
            statement.execute(empty);
            if (++emptied % BETWEEN_VACUUMS == 0) {
                statement.execute(vacuum);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
