package io.latchkey.intake;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Remaining;
import io.latchkey.tenant.Remaining.Kept;
import io.latchkey.tenant.TenantData;
import io.latchkey.tenant.TenantTables;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Signals, and the tokens of Jira Automation, which go with a tenant's secrets. */
@Component
class SignalData implements TenantData {

    private final JdbcClient jdbc;
    private final TenantTables tables;

    SignalData(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.tables = new TenantTables(jdbc);
    }

    @Override
    public String part() {
        return "signals";
    }

    @Override
    public List<Remaining> remaining(TenantId tenant) {
        return List.of(
                new Remaining("automation-tokens", tables.count(tenant, "automation_token"), Kept.WITH_KEYS),
                new Remaining("signals", tables.count(tenant, "signal"), Kept.WITH_DATA));
    }

    /** Nothing but the lookup leads from a token to its tenant, so it goes first. */
    @Override
    public int eraseSecrets(TenantId tenant, int most) {
        jdbc.sql("delete from automation_token_lookup where tenant_id = ?")
                .param(tenant.value())
                .update();
        return tables.delete(tenant, most, "automation_token");
    }

    @Override
    public int eraseData(TenantId tenant, int most) {
        return tables.delete(tenant, most, "signal", "sweep_cursor", "sweep_pace");
    }
}
