package io.latchkey.provisioning.guard;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.AccountData;
import io.latchkey.tenant.HeldAccount;
import io.latchkey.tenant.Remaining;
import io.latchkey.tenant.Remaining.Kept;
import io.latchkey.tenant.TenantData;
import io.latchkey.tenant.TenantTables;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Guardrails, and which administrators changed, proposed, decided and reset what. */
@Component
class GuardrailData implements TenantData, AccountData {

    private static final String ERASED = "erased";

    /** Another word, since the database lets nobody decide what they proposed. */
    private static final String ERASED_TOO = "erased-too";

    private static final String ACCOUNTS = """
            select account, min(since) from (
                select changed_by as account, changed_at as since from guardrail_setting where tenant_id = :tenant
                union all select proposed_by, proposed_at from guardrail_proposal where tenant_id = :tenant
                union all select decided_by, decided_at from guardrail_proposal where tenant_id = :tenant
                union all select reset_by, reset_at from guardrail_trip where tenant_id = :tenant) as named
            where account not in ('erased', 'erased-too') group by account
            """;

    private final JdbcClient jdbc;
    private final TenantTables tables;

    GuardrailData(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.tables = new TenantTables(jdbc);
    }

    @Override
    public String part() {
        return "guardrails";
    }

    @Override
    public List<Remaining> remaining(TenantId tenant) {
        return List.of(
                new Remaining("guardrails", tables.count(tenant, "guardrail_setting"), Kept.WITH_DATA),
                new Remaining("known-logins", tables.count(tenant, "known_login"), Kept.WITH_DATA));
    }

    @Override
    public int eraseData(TenantId tenant, int most) {
        return tables.delete(tenant, most, "known_login", "guardrail_trip", "guardrail_proposal", "guardrail_setting");
    }

    @Override
    public List<HeldAccount> accounts(TenantId tenant) {
        return jdbc.sql(ACCOUNTS)
                .param("tenant", tenant.value())
                .query((row, n) -> new HeldAccount(
                        row.getString(1), row.getObject(2, OffsetDateTime.class).toInstant()))
                .list();
    }

    @Override
    public int erase(TenantId tenant, String accountId) {
        return replace(tenant, accountId, "guardrail_setting", "changed_by", ERASED)
                + replace(tenant, accountId, "guardrail_proposal", "proposed_by", ERASED)
                + replace(tenant, accountId, "guardrail_proposal", "decided_by", ERASED_TOO)
                + replace(tenant, accountId, "guardrail_trip", "reset_by", ERASED);
    }

    private int replace(TenantId tenant, String accountId, String table, String column, String by) {
        return jdbc.sql("update " + table + " set " + column + " = ? where tenant_id = ? and " + column + " = ?")
                .params(by, tenant.value(), accountId)
                .update();
    }
}
