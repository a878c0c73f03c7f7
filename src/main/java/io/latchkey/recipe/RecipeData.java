package io.latchkey.recipe;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Remaining;
import io.latchkey.tenant.Remaining.Kept;
import io.latchkey.tenant.TenantData;
import io.latchkey.tenant.TenantTables;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Recipes in all their versions. */
@Component
class RecipeData implements TenantData {

    private final TenantTables tables;

    RecipeData(JdbcClient jdbc) {
        this.tables = new TenantTables(jdbc);
    }

    @Override
    public String part() {
        return "recipes";
    }

    @Override
    public List<Remaining> remaining(TenantId tenant) {
        return List.of(new Remaining("recipes", tables.count(tenant, "recipe"), Kept.WITH_DATA));
    }

    @Override
    public int eraseData(TenantId tenant, int most) {
        return tables.delete(tenant, most, "recipe_match", "recipe_version", "recipe");
    }
}
