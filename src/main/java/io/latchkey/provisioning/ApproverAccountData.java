package io.latchkey.provisioning;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.AccountColumn;
import io.latchkey.tenant.AccountData;
import io.latchkey.tenant.HeldAccount;
import io.latchkey.tenant.Remaining;
import io.latchkey.tenant.Remaining.Kept;
import io.latchkey.tenant.TenantData;
import io.latchkey.tenant.TenantTables;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which Okta accounts those who approve have, and who said so. */
@Component
class ApproverAccountData implements TenantData, AccountData {

    private final TenantTables tables;
    private final JdbcClient jdbc;
    private final AccountColumn mapped;
    private final AccountColumn entered;

    ApproverAccountData(JdbcClient jdbc) {
        this.tables = new TenantTables(jdbc);
        this.jdbc = jdbc;
        this.mapped = new AccountColumn(jdbc, "approver_account", "account_id", "entered_at");
        this.entered = new AccountColumn(jdbc, "approver_account", "entered_by", "entered_at");
    }

    @Override
    public String part() {
        return "approver-accounts";
    }

    @Override
    public List<Remaining> remaining(TenantId tenant) {
        return List.of(new Remaining("approver-accounts", tables.count(tenant, "approver_account"), Kept.WITH_DATA));
    }

    @Override
    public int eraseData(TenantId tenant, int most) {
        return tables.delete(tenant, most, "approver_account");
    }

    @Override
    public List<HeldAccount> accounts(TenantId tenant) {
        return Stream.of(mapped, entered)
                .flatMap(column -> column.accounts(tenant).stream())
                .toList();
    }

    /** Whoever is closed approves nothing more; what they entered about others stays. */
    @Override
    public int erase(TenantId tenant, String accountId) {
        int mappings = jdbc.sql("delete from approver_account where tenant_id = ? and account_id = ?")
                .params(tenant.value(), accountId)
                .update();
        return mappings + entered.erase(tenant, accountId);
    }
}
