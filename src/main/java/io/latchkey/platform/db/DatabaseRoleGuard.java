package io.latchkey.platform.db;

import io.latchkey.platform.RefusedToStart;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Refuses to start with a database role that row level security would not bind: a superuser, a role with BYPASSRLS, the
 * owner of a table, or a member of the owner.
 */
@Component
class DatabaseRoleGuard implements InitializingBean {

    private static final String REASONS = """
            select
              (select rolsuper from pg_roles where rolname = current_user) as superuser,
              (select rolbypassrls from pg_roles where rolname = current_user) as bypass,
              exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                      where n.nspname = current_schema() and c.relkind in ('r', 'p')
                        and pg_get_userbyid(c.relowner) = current_user) as owner,
              exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                      where n.nspname = current_schema() and c.relkind in ('r', 'p')
                        and pg_get_userbyid(c.relowner) <> current_user
                        and pg_has_role(current_user, c.relowner, 'member')) as member,
              current_user as name
            """;

    private final JdbcClient jdbc;

    DatabaseRoleGuard(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void afterPropertiesSet() {
        jdbc.sql(REASONS)
                .query((row, n) -> {
                    List<String> found = new ArrayList<>();
                    add(found, row.getBoolean("superuser"), "is a superuser");
                    add(found, row.getBoolean("bypass"), "has BYPASSRLS");
                    add(found, row.getBoolean("owner"), "owns tables");
                    add(found, row.getBoolean("member"), "is a member of the tables' owner");
                    if (!found.isEmpty()) {
                        throw new RefusedToStart(
                                "the database role " + row.getString("name") + " " + String.join(" and ", found)
                                        + ", so row level security would not keep tenants apart.",
                                "Connect as latchkey_app (see the README, \"The database\").");
                    }
                    return true;
                })
                .single();
    }

    private static void add(List<String> found, boolean is, String what) {
        if (is) {
            found.add(what);
        }
    }
}
