package io.latchkey.provisioning;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Remaining;
import io.latchkey.tenant.Remaining.Kept;
import io.latchkey.tenant.TenantData;
import io.latchkey.tenant.TenantTables;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Decisions; the sealed inputs on which they were made go with a tenant's secrets. */
@Component
class DecisionData implements TenantData {

    private final JdbcClient jdbc;
    private final TenantTables tables;

    DecisionData(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.tables = new TenantTables(jdbc);
    }

    @Override
    public String part() {
        return "decisions";
    }

    @Override
    public List<Remaining> remaining(TenantId tenant) {
        long inputs = jdbc.sql("select count(*) from request_decision where tenant_id = ? and input is not null")
                .param(tenant.value())
                .query(Long.class)
                .single();
        return List.of(
                new Remaining("sealed-inputs", inputs, Kept.WITH_KEYS),
                new Remaining("decisions", tables.count(tenant, "request_decision"), Kept.WITH_DATA));
    }

    @Override
    public int eraseSecrets(TenantId tenant, int most) {
        return jdbc.sql("update request_decision set input = null, input_key_id = null, input_version = null"
                        + " where tenant_id = ? and id in"
                        + " (select id from request_decision where tenant_id = ? and input is not null limit ?)")
                .params(tenant.value(), tenant.value(), most)
                .update();
    }

    @Override
    public int eraseData(TenantId tenant, int most) {
        return tables.delete(tenant, most, "parked_note", "request_preview", "request_standing", "request_decision");
    }
}
