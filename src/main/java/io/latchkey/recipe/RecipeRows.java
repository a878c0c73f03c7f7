package io.latchkey.recipe;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The rows of recipes and what they lead to; each query names the tenant beside row level security. */
interface RecipeRows extends Repository<RecipeRow, RowId> {

    RecipeRow save(RecipeRow row);

    @Query("select r from RecipeRow r where r.id.tenantId = :tenant and r.key = :key")
    Optional<RecipeRow> byKey(UUID tenant, String key);

    @Query("""
            select v from RecipeVersionRow v, RecipeRow r
            where r.id.tenantId = :tenant and v.id.tenantId = :tenant
              and v.recipeId = r.id.id and v.number = r.currentVersion order by r.key
            """)
    List<RecipeVersionRow> current(UUID tenant);

    @Query("""
            select v from RecipeVersionRow v, RecipeRow r
            where r.id.tenantId = :tenant and v.id.tenantId = :tenant
              and v.recipeId = r.id.id and v.number = r.currentVersion and r.key = :key
            """)
    Optional<RecipeVersionRow> current(UUID tenant, String key);

    @Query("""
            select v from RecipeVersionRow v, RecipeRow r, RecipeMatchRow m
            where r.id.tenantId = :tenant and v.id.tenantId = :tenant and m.id.tenantId = :tenant
              and v.recipeId = r.id.id and v.number = r.currentVersion and m.recipeId = r.id.id
              and m.serviceDesk = :serviceDesk and m.requestType = :requestType
            """)
    Optional<RecipeVersionRow> matching(UUID tenant, String serviceDesk, String requestType);

    @Query("""
            select v from RecipeVersionRow v
            where v.id.tenantId = :tenant and v.recipeId = :recipe and v.number = :number
            """)
    Optional<RecipeVersionRow> version(UUID tenant, UUID recipe, int number);
}
