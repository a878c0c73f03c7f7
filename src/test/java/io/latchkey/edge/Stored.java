package io.latchkey.edge;

import io.latchkey.testing.RunningProduct;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Everything in a product's database, as its superuser sees it: a hash per table. What moves by itself is left out: the
 * scheduler's table, budgets and the sealer's.
 */
final class Stored {

    private static final Set<String> MOVING = Set.of(
            "scheduled_tasks",
            "budget",
            "audit_seal",
            "audit_unsealed",
            "audit_unsealed_since",
            "flyway_schema_history");

    private final JdbcClient superuser;
    private final List<String> tables;
    private final Set<String> ofTenants;

    Stored(RunningProduct product) {
        var source = new DriverManagerDataSource(product.database().get("spring.datasource.url") + "?user=postgres");
        superuser = JdbcClient.create(source);
        tables = superuser
                .sql("select tablename from pg_tables where schemaname = 'public' order by 1")
                .query(String.class)
                .list()
                .stream()
                .filter(table -> !MOVING.contains(table))
                .toList();
        ofTenants = Set.copyOf(superuser
                .sql("select table_name from information_schema.columns"
                        + " where table_schema = 'public' and column_name = 'tenant_id'")
                .query(String.class)
                .list());
    }

    /** The hash of each table. */
    Map<String, String> all() {
        return hashes(tables, "true");
    }

    /** The hash of each table, of one tenant's rows. */
    Map<String, String> of(String tenant) {
        return hashes(tables.stream().filter(ofTenants::contains).toList(), "t.tenant_id = '" + tenant + "'");
    }

    private Map<String, String> hashes(List<String> chosen, String where) {
        String select = chosen.stream()
                .map(table -> "select '" + table + "' as name, count(*) || ' rows, '"
                        + " || md5(coalesce(string_agg(md5(t::text), '' order by md5(t::text)), '')) as hash from "
                        + table + " t where " + where)
                .collect(Collectors.joining(" union all "));
        Map<String, String> found = new TreeMap<>();
        superuser
                .sql(select)
                .query((row, n) -> found.put(row.getString("name"), row.getString("hash")))
                .list();
        return found;
    }
}
