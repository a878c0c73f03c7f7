package io.latchkey.recipe;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.AccountColumn;
import io.latchkey.tenant.AccountData;
import io.latchkey.tenant.HeldAccount;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who saved recipes. */
@Component
class RecipeAccounts implements AccountData {

    private final AccountColumn column;

    RecipeAccounts(JdbcClient jdbc) {
        this.column = new AccountColumn(jdbc, "recipe_version", "saved_by", "saved_at");
    }

    @Override
    public String part() {
        return "recipes";
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
