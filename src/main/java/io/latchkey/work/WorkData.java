package io.latchkey.work;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Remaining;
import io.latchkey.tenant.Remaining.Kept;
import io.latchkey.tenant.TenantData;
import io.latchkey.tenant.TenantTables;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Looks and runs: with a tenant's secrets go their sealed plans, outcomes and credentials, and whatever still waited ends. */
@Component
class WorkData implements TenantData {

    /** A worker that holds one of them notices by its fence's state, and records nothing more. */
    private static final String STOP = """
            update work_item set state = 'stopped', lease_until = null, ended_at = :now, reason_code = 'tenant.erased',
                   reason = 'The app was removed from the site, and the time for which its keys were kept is over.'
            where tenant_id = :tenant and id in (
                select id from work_item where tenant_id = :tenant and plan is not null and state in ('waiting', 'parked')
                limit :most)
            """;

    private static final String FORGET = Ledger.forgetting("""
            id in (select id from work_item
                   where tenant_id = :tenant and plan is not null and forgotten_at is null and state <> 'waiting'
                   limit :most)""");

    private final JdbcClient jdbc;
    private final TenantTables tables;
    private final Clock clock;

    WorkData(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.tables = new TenantTables(jdbc);
        this.clock = clock;
    }

    @Override
    public String part() {
        return "work";
    }

    @Override
    public List<Remaining> remaining(TenantId tenant) {
        return List.of(
                new Remaining("sealed-plans", count(tenant, "work_item", "length(plan) > 0"), Kept.WITH_KEYS),
                new Remaining(
                        "undelivered-credentials", count(tenant, "step_intent", "secret is not null"), Kept.WITH_KEYS),
                new Remaining("runs-under-way", count(tenant, "work_item", "state = 'waiting'"), Kept.WITH_KEYS),
                new Remaining("runs", tables.count(tenant, "work_item"), Kept.WITH_DATA));
    }

    private long count(TenantId tenant, String table, String condition) {
        return jdbc.sql("select count(*) from " + table + " where tenant_id = ? and " + condition)
                .param(tenant.value())
                .query(Long.class)
                .single();
    }

    @Override
    public int eraseSecrets(TenantId tenant, int most) {
        int looks = jdbc.sql("delete from work_item where tenant_id = ? and id in"
                        + " (select id from work_item where tenant_id = ? and plan is null limit ?)")
                .params(tenant.value(), tenant.value(), most)
                .update();
        if (looks > 0) {
            return looks;
        }
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        int stopped = jdbc.sql(STOP)
                .param("tenant", tenant.value())
                .param("most", most)
                .param("now", now)
                .update();
        return stopped > 0
                ? stopped
                : jdbc.sql(FORGET)
                        .param("tenant", tenant.value())
                        .param("most", most)
                        .param("now", now)
                        .query(Integer.class)
                        .single();
    }

    @Override
    public int eraseData(TenantId tenant, int most) {
        return tables.delete(tenant, most, "step_outcome", "step_intent", "work_item");
    }
}
