package io.latchkey.provisioning;

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

/** Which Okta accounts those who approve have, and who said so. */
@Component
class ApproverAccountData implements TenantData, AccountData {

    private static final String ERASED = "erased";

    private final JdbcClient jdbc;
    private final TenantTables tables;

    ApproverAccountData(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.tables = new TenantTables(jdbc);
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
        return jdbc.sql("select account, min(entered_at) from approver_account,"
                        + " unnest(array[account_id, entered_by]) as account"
                        + " where tenant_id = ? and account <> ? group by account")
                .params(tenant.value(), ERASED)
                .query((row, n) -> new HeldAccount(
                        row.getString(1), row.getObject(2, OffsetDateTime.class).toInstant()))
                .list();
    }

    /** Whoever is closed approves nothing more; what they entered about others stays. */
    @Override
    public int erase(TenantId tenant, String accountId) {
        int mappings = jdbc.sql("delete from approver_account where tenant_id = ? and account_id = ?")
                .params(tenant.value(), accountId)
                .update();
        return mappings
                + jdbc.sql("update approver_account set entered_by = ? where tenant_id = ? and entered_by = ?")
                        .params(ERASED, tenant.value(), accountId)
                        .update();
    }
}
