package io.latchkey.grants;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Remaining;
import io.latchkey.tenant.Remaining.Kept;
import io.latchkey.tenant.TenantData;
import io.latchkey.tenant.TenantTables;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Grants: those that run go on to end as long as the tenant's secrets are kept; their reasons go with the secrets. */
@Component
class GrantData implements TenantData {

    private final JdbcClient jdbc;
    private final TenantTables tables;

    GrantData(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.tables = new TenantTables(jdbc);
    }

    @Override
    public String part() {
        return "grants";
    }

    @Override
    public List<Remaining> remaining(TenantId tenant) {
        return List.of(
                new Remaining("running-grants", running(tenant), Kept.WITH_KEYS),
                new Remaining("grants", tables.count(tenant, "access_grant"), Kept.WITH_DATA));
    }

    private long running(TenantId tenant) {
        return jdbc.sql("select count(*) from access_grant where tenant_id = ? and ended_at is null")
                .param(tenant.value())
                .query(Long.class)
                .single();
    }

    @Override
    public int eraseSecrets(TenantId tenant, int most) {
        return jdbc.sql("""
                        update access_grant set reason = null, reason_key_id = null, reason_version = null
                        where tenant_id = ? and id in (
                            select id from access_grant where tenant_id = ? and reason_key_id is not null limit ?)
                        """).params(tenant.value(), tenant.value(), most).update();
    }

    @Override
    public int eraseData(TenantId tenant, int most) {
        return tables.delete(tenant, most, "access_grant");
    }
}
