package io.latchkey.faults;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the product's tables back to what they were at one moment. Rows are deleted, since to truncate a table makes every
 * statement on it be planned anew.
 */
final class KeptTables {

    private static final String TABLES = "select quote_ident(tablename) from pg_tables where schemaname = 'public'"
            + " and tablename <> 'flyway_schema_history'";

    /** After so many runs the room of deleted rows is given free. */
    private static final int BETWEEN_VACUUMS = 200;

    private final Statement superuser;
    private final List<String> tables;
    private int restored;

    KeptTables(Connection superuser) throws SQLException {
        this.superuser = superuser.createStatement();
        // The trail refuses to be emptied; its triggers do not fire for a replica.
        this.superuser.execute("set session_replication_role = replica");
        this.tables = list(TABLES);
    }

    private List<String> list(String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (ResultSet rows = superuser.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    /** Remembers what is in the tables now. */
    void keep() throws SQLException {
        superuser.execute("create schema kept");
        List<String> steps = new ArrayList<>();
        tables.forEach(table -> steps.add("delete from " + table));
        for (String table : tables) {
            superuser.execute("create table kept." + table + " as table " + table);
            if (!list("select 1 from kept." + table + " limit 1").isEmpty()) {
                steps.add("insert into " + table + " table kept." + table);
            }
        }
        // In a function, whose statements are parsed and planned once and not for each run.
        superuser.execute("create function kept.restore() returns void language plpgsql as $$ begin "
                + String.join("; ", steps) + "; end $$");
    }

    /** Puts that back. */
    void restore() {
        try {
            superuser.execute("select kept.restore()");
            if (++restored % BETWEEN_VACUUMS == 0) {
                superuser.execute("vacuum " + String.join(", ", tables));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
