package io.latchkey.intake;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.AccountData;
import io.latchkey.tenant.HeldAccount;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who made tokens for Jira Automation. */
@Component
class TokenAccounts implements AccountData {

    private static final String ERASED = "erased";

    private final JdbcClient jdbc;

    TokenAccounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String part() {
        return "automation-tokens";
    }

    @Override
    public List<HeldAccount> accounts(TenantId tenant) {
        return jdbc.sql("select created_by, min(created_at) from automation_token"
                        + " where tenant_id = ? and created_by <> ? group by created_by")
                .params(tenant.value(), ERASED)
                .query((row, n) -> new HeldAccount(
                        row.getString(1), row.getObject(2, OffsetDateTime.class).toInstant()))
                .list();
    }

    @Override
    public int erase(TenantId tenant, String accountId) {
        return jdbc.sql("update automation_token set created_by = ? where tenant_id = ? and created_by = ?")
                .params(ERASED, tenant.value(), accountId)
                .update();
    }
}
