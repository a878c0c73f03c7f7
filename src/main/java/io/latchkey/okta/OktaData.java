package io.latchkey.okta;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Remaining;
import io.latchkey.tenant.Remaining.Kept;
import io.latchkey.tenant.TenantData;
import io.latchkey.tenant.TenantTables;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Connections, and the keys that stay usable for expiries after a tenant has left. */
@Component
class OktaData implements TenantData {

    private final EraseOktaKeys keys;
    private final TenantTables tables;

    OktaData(EraseOktaKeys keys, JdbcClient jdbc) {
        this.keys = keys;
        this.tables = new TenantTables(jdbc);
    }

    @Override
    public String part() {
        return "okta";
    }

    @Override
    public List<Remaining> remaining(TenantId tenant) {
        return List.of(
                new Remaining("okta-keys", tables.count(tenant, "okta_signing_key"), Kept.WITH_KEYS),
                new Remaining("okta-connections", tables.count(tenant, "okta_connection"), Kept.WITH_DATA));
    }

    @Override
    public int eraseSecrets(TenantId tenant, int most) {
        return tables.count(tenant, "okta_signing_key") == 0 ? 0 : keys.erase(tenant);
    }

    @Override
    public int eraseData(TenantId tenant, int most) {
        return tables.delete(
                tenant,
                most,
                "okta_role_sighting",
                "okta_key_use",
                "okta_connection_test",
                "okta_allowed_group",
                "okta_connection");
    }
}
