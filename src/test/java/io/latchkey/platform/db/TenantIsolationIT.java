package io.latchkey.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.testing.TestPostgres;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** The catalogue keeps its promises, whoever asks: the owner and the application alike. */
class TenantIsolationIT {

    /** An ADR adds to this list; its tables hold opaque ids, hashes and counters only. */
    private static final Set<String> TENANTLESS = Set.of(
            "installation_lookup",
            "automation_token_lookup",
            "okta_app_lookup",
            "scheduled_tasks",
            "audit_unsealed",
            "audit_unsealed_since",
            "budget",
            "flyway_schema_history");

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

        assertThat(unprotected).containsExactlyInAnyOrderElementsOf(TENANTLESS);
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

        assertThat(otherwise).containsExactlyInAnyOrderElementsOf(TENANTLESS);
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
