package io.latchkey.recipe;

import io.latchkey.platform.TenantId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** What versions of recipes are called, for lists, without reading their documents. Needs the tenant's open transaction. */
@Component
public class RecipeTitles {

    private static final String TITLES = """
            select v.recipe_id, v.number, r.recipe_key, convert_from(v.document, 'UTF8')::jsonb ->> 'title' as title
            from unnest(?, ?) as wanted (recipe_id, number)
            join recipe_version v
              on v.tenant_id = ? and v.recipe_id = wanted.recipe_id and v.number = wanted.number
            join recipe r on r.tenant_id = v.tenant_id and r.id = v.recipe_id
            """;

    private final JdbcClient jdbc;

    RecipeTitles(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those of these versions that exist, in one statement. */
    public Map<RecipeTitle.Of, RecipeTitle> of(TenantId tenant, Collection<RecipeTitle.Of> versions) {
        List<RecipeTitle.Of> wanted = versions.stream().distinct().toList();
        if (wanted.isEmpty()) {
            return Map.of();
        }
        return jdbc
                .sql(TITLES)
                .params(
                        new SqlArrayValue(
                                "uuid",
                                wanted.stream().map(RecipeTitle.Of::recipeId).toArray()),
                        new SqlArrayValue(
                                "integer",
                                wanted.stream().map(RecipeTitle.Of::version).toArray()),
                        tenant.value())
                .query((row, n) -> new RecipeTitle(
                        row.getObject("recipe_id", UUID.class),
                        row.getInt("number"),
                        row.getString("recipe_key"),
                        row.getString("title")))
                .list()
                .stream()
                .collect(Collectors.toMap(RecipeTitle::of, Function.identity()));
    }

    /** How many recipes there are. */
    public int count(TenantId tenant) {
        return jdbc.sql("select count(*)::integer from recipe where tenant_id = ?")
                .param(tenant.value())
                .query(Integer.class)
                .single();
    }
}
