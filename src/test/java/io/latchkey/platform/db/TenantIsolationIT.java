package io.latchkey.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.testing.TestPostgres;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** The catalogue keeps its promises, whoever asks: the owner and the application alike. */
class TenantIsolationIT {

    /**
     * Tables without tenants, and all that they hold: opaque ids, hashes, counters and times. An ADR adds a table or a column
     * to this list.
     */
    private static final Map<String, Set<String>> TENANTLESS = Map.ofEntries(
            Map.entry("installation_lookup", Set.of("door", "external_id", "tenant_id")),
            Map.entry("automation_token_lookup", Set.of("token_id", "tenant_id")),
            Map.entry("okta_app_lookup", Set.of("app_hash", "tenant_id")),
            Map.entry("departure", Set.of("tenant_id", "left_at", "keys_until", "data_until", "stage", "changed_at")),
            Map.entry("active_site", Set.of("cloud_id", "tenant_id")),
            Map.entry(
                    "held_installation",
                    Set.of(
                            "id",
                            "door",
                            "external_id",
                            "cloud_id",
                            "tenant_id",
                            "first_at",
                            "last_at",
                            "times",
                            "decision",
                            "decided_at")),
            Map.entry("keyset_lookup", Set.of("kind", "keyset_id", "tenant_id", "master_key_id")),
            Map.entry(
                    "key_rotation",
                    Set.of(
                            "tenant_id",
                            "keyset_id",
                            "started_at",
                            "due_at",
                            "pass_started_at",
                            "place",
                            "last_row",
                            "found_in_pass",
                            "unreadable",
                            "last_found_at",
                            "resealed",
                            "finished_at")),
            Map.entry(
                    "scheduled_tasks",
                    Set.of(
                            "task_name",
                            "task_instance",
                            "task_data",
                            "execution_time",
                            "picked",
                            "picked_by",
                            "last_success",
                            "last_failure",
                            "consecutive_failures",
                            "last_heartbeat",
                            "version",
                            "priority")),
            Map.entry("audit_unsealed", Set.of("tenant_id", "event_id")),
            Map.entry("audit_unsealed_since", Set.of("tenant_id", "event_id")),
            Map.entry(
                    "budget",
                    Set.of(
                            "host_hash",
                            "bucket",
                            "capacity",
                            "spent_until",
                            "closed_until",
                            "left_units",
                            "left_until")),
            Map.entry(
                    "flyway_schema_history",
                    Set.of(
                            "installed_rank",
                            "version",
                            "description",
                            "type",
                            "script",
                            "checksum",
                            "installed_by",
                            "installed_on",
                            "execution_time",
                            "success")));

    /** Evidence is read and added by the application, and nothing else. */
    private static final Set<String> EVIDENCE = Set.of("audit_event", "audit_seal");

    private static DriverManagerDataSource owner;
    private static DriverManagerDataSource app;

    @BeforeAll
    static void migrate() {
        String url = TestPostgres.shared().createDatabase();
        owner = new DriverManagerDataSource(url, "latchkey_owner", TestPostgres.PASSWORD);
        app = new DriverManagerDataSource(url, "latchkey_app", TestPostgres.PASSWORD);
        Flyway.configure()
                .dataSource(owner)
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }

    @Test
    void everyTenantTableForcesEqualityOnTheTenant() {
        List<String> unprotected =
                JdbcClient.create(owner).sql("""
                        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where n.nspname = 'public' and c.relkind in ('r', 'p')
                          and not (c.relrowsecurity and c.relforcerowsecurity and exists (
                            select from pg_policies p where p.tablename = c.relname and p.cmd = 'ALL'
                              and p.permissive = 'PERMISSIVE'
                              and p.qual = '(tenant_id = current_tenant())'
                              and p.with_check = '(tenant_id = current_tenant())')
                            and (select count(*) = 1 from pg_policies p where p.tablename = c.relname))
                        """).query(String.class).list();

        assertThat(unprotected).containsExactlyInAnyOrderElementsOf(TENANTLESS.keySet());
    }

    @Test
    void everyTenantTableIsKeyedByTenantAndId() {
        List<String> otherwise =
                JdbcClient.create(owner).sql("""
                        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where n.nspname = 'public' and c.relkind in ('r', 'p')
                          and coalesce((select pg_get_constraintdef(k.oid) from pg_constraint k
                               where k.conrelid = c.oid and k.contype = 'p'), '') <> 'PRIMARY KEY (tenant_id, id)'
                        """).query(String.class).list();

        assertThat(otherwise).containsExactlyInAnyOrderElementsOf(TENANTLESS.keySet());
    }

    @Test
    void tenantlessTablesHoldWhatIsNamedHereAndNothingElse() {
        Map<String, Set<String>> found = new TreeMap<>();
        JdbcClient.create(owner)
                .sql("""
                        select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
                        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
                          and a.attnum > 0 and not a.attisdropped
                        """)
                .query((row, n) -> TENANTLESS.containsKey(row.getString(1))
                        && found.computeIfAbsent(row.getString(1), table -> new TreeSet<>())
                                .add(row.getString(2)))
                .list();

        assertThat(found).isEqualTo(TENANTLESS);
    }

    /** Views and materialized ones would answer with the rights of their owner. */
    @Test
    void thereAreTablesAndNothingElseThatHoldsRows() {
        assertThat(JdbcClient.create(owner)
                        .sql("select relname from pg_class where relnamespace = 'public'::regnamespace"
                                + " and relkind in ('v', 'm', 'f')")
                        .query(String.class)
                        .list())
                .isEmpty();
    }

    /** A function that ran with the rights of its owner would pass by what row level security asks of its caller. */
    @Test
    void noFunctionRunsWithTheRightsOfItsOwner() {
        assertThat(JdbcClient.create(owner)
                        .sql("select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef")
                        .query(String.class)
                        .list())
                .isEmpty();
    }

    @Test
    void theApplicationOwnsNothingAndIsGrantedRowsOnly() {
        List<String> more =
                JdbcClient.create(owner).sql("""
                        select c.relname || ' ' || p.privilege_type
                        from pg_class c, lateral aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) p
                        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
                          and pg_get_userbyid(c.relowner) = 'latchkey_owner'
                          and p.grantee <> c.relowner
                          and not (pg_get_userbyid(p.grantee) = 'latchkey_app' and not p.is_grantable
                                   and p.privilege_type in ('SELECT', 'INSERT', 'UPDATE', 'DELETE'))
                        """).query(String.class).list();
        List<String> notOwned = JdbcClient.create(owner)
                .sql("select relname from pg_class where relnamespace = 'public'::regnamespace"
                        + " and pg_get_userbyid(relowner) <> 'latchkey_owner'")
                .query(String.class)
                .list();
        List<String> changed = JdbcClient.create(owner)
                .sql("select table_name from information_schema.role_table_grants where grantee = 'latchkey_app'"
                        + " and privilege_type in ('UPDATE', 'DELETE')")
                .query(String.class)
                .list();

        assertThat(more).isEmpty();
        assertThat(notOwned).isEmpty();
        assertThat(changed).doesNotContainAnyElementsOf(EVIDENCE).doesNotContain("flyway_schema_history");
    }

    @Test
    void theApplicationSeesOneTenantAndNoneWithoutAName() {
        UUID ours = UUID.randomUUID();
        UUID theirs = UUID.randomUUID();
        insertTenant(ours);
        insertTenant(theirs);

        assertThat(countSeenBy(app, ours)).isEqualTo(1);
        assertThat(JdbcClient.create(app)
                        .sql("select count(*) from tenant")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void theApplicationCannotWriteForAnotherTenant() {
        UUID ours = UUID.randomUUID();
        UUID theirs = UUID.randomUUID();

        assertThatThrownBy(() -> inTenant(app, ours, jdbc -> insert(jdbc, theirs)))
                .rootCause()
                .hasMessageContaining("row-level security");
    }

    /** A backfill by the owner has to set each tenant in turn, since FORCED binds the owner too. */
    @Test
    void theOwnerBackfillsTenantByTenant() {
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        insertTenant(first);
        insertTenant(second);

        int blind = JdbcClient.create(owner)
                .sql("update tenant set state = 'uninstalled'")
                .update();
        int seen = inTenant(
                owner,
                first,
                jdbc -> jdbc.sql("update tenant set state = 'uninstalled'").update());

        assertThat(blind).isZero();
        assertThat(seen).isEqualTo(1);
        String untouched = inTenant(
                app,
                second,
                jdbc -> jdbc.sql("select state from tenant").query(String.class).single());
        assertThat(untouched).isEqualTo("installed");
    }

    @Test
    void evidenceIsNeverChangedEvenByTheOwner() {
        UUID tenant = UUID.randomUUID();
        inTenant(
                app,
                tenant,
                jdbc -> jdbc.sql(
                                "insert into audit_event (tenant_id, id, occurred_at, kind, subject, body) values (?, ?, now(), 'k', 's', '{}')")
                        .params(tenant, UUID.randomUUID())
                        .update());

        assertThatThrownBy(() -> inTenant(
                        owner,
                        tenant,
                        jdbc -> jdbc.sql("update audit_event set kind = 'other'")
                                .update()))
                .rootCause()
                .hasMessageContaining("evidence");
        assertThatThrownBy(() -> inTenant(
                        owner,
                        tenant,
                        jdbc -> jdbc.sql("delete from audit_event").update()))
                .rootCause()
                .hasMessageContaining("evidence");
        assertThatThrownBy(() -> inTenant(
                        owner, tenant, jdbc -> jdbc.sql("truncate audit_event").update()))
                .rootCause()
                .hasMessageContaining("evidence");
    }

    private static int countSeenBy(DriverManagerDataSource role, UUID tenant) {
        return inTenant(
                role,
                tenant,
                jdbc -> jdbc.sql("select count(*) from tenant")
                        .query(Integer.class)
                        .single());
    }

    private static void insertTenant(UUID tenant) {
        inTenant(app, tenant, jdbc -> insert(jdbc, tenant));
    }

    private static int insert(JdbcClient jdbc, UUID tenant) {
        return jdbc.sql("insert into tenant (tenant_id, id, state, created_at) values (?, ?, 'installed', now())")
                .params(tenant, tenant)
                .update();
    }

    private static <T> T inTenant(
            DriverManagerDataSource role, UUID tenant, java.util.function.Function<JdbcClient, T> work) {
        var transactions =
                new TransactionTemplate(new org.springframework.jdbc.datasource.DataSourceTransactionManager(role));
        var jdbc = JdbcClient.create(role);
        T result = transactions.execute(status -> {
            jdbc.sql("select set_config('latchkey.tenant_id', ?, true)")
                    .param(tenant.toString())
                    .query(String.class)
                    .single();
            return work.apply(jdbc);
        });
        assertThat(result).isNotNull();
        return result;
    }
}
