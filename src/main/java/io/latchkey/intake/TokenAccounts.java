package io.latchkey.intake;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.AccountColumn;
import io.latchkey.tenant.AccountData;
import io.latchkey.tenant.HeldAccount;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who made tokens for Jira Automation. */
@Component
class TokenAccounts implements AccountData {

    private final AccountColumn column;

    TokenAccounts(JdbcClient jdbc) {
        this.column = new AccountColumn(jdbc, "automation_token", "created_by", "created_at");
    }

    @Override
    public String part() {
        return "automation-tokens";
    }

    @Override
    public List<HeldAccount> accounts(TenantId tenant) {
        return column.accounts(tenant);
    }

    @Override
    public int erase(TenantId tenant, String accountId) {
        return column.erase(tenant, accountId);
    }
}
