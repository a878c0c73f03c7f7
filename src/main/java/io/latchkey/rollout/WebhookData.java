package io.latchkey.rollout;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Remaining;
import io.latchkey.tenant.Remaining.Kept;
import io.latchkey.tenant.TenantData;
import io.latchkey.tenant.TenantTables;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Webhooks go with the tenant's secrets: all that they hold is sealed. */
@Component
class WebhookData implements TenantData {

    private static final String TABLE = "webhook";

    private final TenantTables tables;

    WebhookData(JdbcClient jdbc) {
        this.tables = new TenantTables(jdbc);
    }

    @Override
    public String part() {
        return "rollout";
    }

    @Override
    public List<Remaining> remaining(TenantId tenant) {
        return List.of(new Remaining("webhooks", tables.count(tenant, TABLE), Kept.WITH_KEYS));
    }

    @Override
    public int eraseSecrets(TenantId tenant, int most) {
        return tables.delete(tenant, most, TABLE);
    }

    @Override
    public int eraseData(TenantId tenant, int most) {
        return tables.delete(tenant, most, TABLE);
    }
}
