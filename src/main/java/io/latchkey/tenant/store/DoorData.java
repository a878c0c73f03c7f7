package io.latchkey.tenant.store;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Remaining;
import io.latchkey.tenant.Remaining.Kept;
import io.latchkey.tenant.TenantData;
import io.latchkey.tenant.TenantTables;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The doors of a tenant. What signs or calls through them is forgotten when it leaves, and once more with its keys. */
@Component
class DoorData implements TenantData {

    private final TenantTables tables;
    private final JdbcClient jdbc;
    private final SystemTokenRows systemTokens;

    DoorData(JdbcClient jdbc, SystemTokenRows systemTokens) {
        this.tables = new TenantTables(jdbc);
        this.jdbc = jdbc;
        this.systemTokens = systemTokens;
    }

    @Override
    public String part() {
        return "doors";
    }

    @Override
    public List<Remaining> remaining(TenantId tenant) {
        return List.of(
                new Remaining("tenant-keysets", tables.count(tenant, "tenant_keyset"), Kept.WITH_DATA),
                new Remaining("doors", tables.count(tenant, "installation"), Kept.WITH_DATA));
    }

    @Override
    public int eraseSecrets(TenantId tenant, int most) {
        int forgotten = systemTokens.forgetAll(tenant);
        return forgotten
                + jdbc.sql("update installation set shared_secret = null, shared_secret_key_id = null"
                                + " where tenant_id = ? and shared_secret is not null")
                        .param(tenant.value())
                        .update();
    }

    @Override
    public int eraseData(TenantId tenant, int most) {
        return tables.delete(tenant, most, "reported_account", "system_token", "move_code", "installation");
    }
}
