package io.latchkey.platform.crypto;

import java.util.List;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A column that holds ciphertexts: {@code x} with {@code x_key_id} and {@code x_version} beside it, in a table of tenants.
 *
 * @param table its table
 * @param column its name
 */
record SealedColumn(String table, String column) implements Comparable<SealedColumn> {

    private static final Pattern NAME = Pattern.compile("[a-z_]{1,63}");

    SealedColumn {
        if (!NAME.matcher(table).matches() || !NAME.matcher(column).matches()) {
            throw new IllegalArgumentException("no name that our migrations give: " + table + "." + column);
        }
    }

    /** All that there are, as the catalogue says, in their order: whoever adds one cannot forget to say so. */
    static List<SealedColumn> all(JdbcClient jdbc) {
        return jdbc.sql("""
                        select c.relname, a.attname
                        from pg_class c
                        join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema()
                        join pg_attribute a on a.attrelid = c.oid and a.atttypid = 'bytea'::regtype
                        join pg_attribute k on k.attrelid = c.oid and k.attname = a.attname || '_key_id'
                                           and k.atttypid = 'uuid'::regtype
                        join pg_attribute v on v.attrelid = c.oid and v.attname = a.attname || '_version'
                                           and v.atttypid = 'integer'::regtype
                        where c.relkind = 'r' and not a.attisdropped
                        """).query((row, n) -> new SealedColumn(row.getString(1), row.getString(2))).list().stream()
                .sorted()
                .toList();
    }

    /** How a rotation writes where it stands. */
    String place() {
        return table + "." + column;
    }

    @Override
    public int compareTo(SealedColumn other) {
        return place().compareTo(other.place());
    }
}
