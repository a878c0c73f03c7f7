package io.latchkey.recipe;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.AccountData;
import io.latchkey.tenant.HeldAccount;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who saved recipes. */
@Component
class RecipeAccounts implements AccountData {

    private static final String ERASED = "erased";

    private final JdbcClient jdbc;

    RecipeAccounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String part() {
        return "recipes";
    }

    @Override
    public List<HeldAccount> accounts(TenantId tenant) {
        return jdbc.sql("select saved_by, min(saved_at) from recipe_version"
                        + " where tenant_id = ? and saved_by <> ? group by saved_by")
                .params(tenant.value(), ERASED)
                .query((row, n) -> new HeldAccount(
                        row.getString(1), row.getObject(2, OffsetDateTime.class).toInstant()))
                .list();
    }

    @Override
    public int erase(TenantId tenant, String accountId) {
        return jdbc.sql("update recipe_version set saved_by = ? where tenant_id = ? and saved_by = ?")
                .params(ERASED, tenant.value(), accountId)
                .update();
    }
}
