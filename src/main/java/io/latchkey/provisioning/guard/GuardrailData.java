package io.latchkey.provisioning.guard;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.AccountColumn;
import io.latchkey.tenant.AccountData;
import io.latchkey.tenant.HeldAccount;
import io.latchkey.tenant.Remaining;
import io.latchkey.tenant.Remaining.Kept;
import io.latchkey.tenant.TenantData;
import io.latchkey.tenant.TenantTables;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Guardrails, and which administrators changed, proposed, decided and reset what. */
@Component
class GuardrailData implements TenantData, AccountData {

    /** Another word beside a proposer's, since the database lets nobody decide what they proposed. */
    private static final String DECIDER = "erased-too";

    private final TenantTables tables;
    private final List<AccountColumn> columns;

    GuardrailData(JdbcClient jdbc) {
        this.tables = new TenantTables(jdbc);
        this.columns = List.of(
                new AccountColumn(jdbc, "guardrail_setting", "changed_by", "changed_at"),
                new AccountColumn(jdbc, "guardrail_proposal", "proposed_by", "proposed_at"),
                new AccountColumn(jdbc, "guardrail_proposal", "decided_by", "decided_at").leaving(DECIDER),
                new AccountColumn(jdbc, "guardrail_trip", "reset_by", "reset_at"));
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
        return columns.stream()
                .flatMap(column -> column.accounts(tenant).stream())
                .toList();
    }

    @Override
    public int erase(TenantId tenant, String accountId) {
        return columns.stream()
                .mapToInt(column -> column.erase(tenant, accountId))
                .sum();
    }
}
