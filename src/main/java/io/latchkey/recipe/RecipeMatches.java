package io.latchkey.recipe;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Which recipe a request type belongs to. */
interface RecipeMatches extends Repository<RecipeMatchRow, RowId> {

    @Query("""
            select m from RecipeMatchRow m
            where m.id.tenantId = :tenant and m.serviceDesk = :serviceDesk and m.requestType in :requestTypes
            """)
    List<RecipeMatchRow> of(UUID tenant, String serviceDesk, Collection<String> requestTypes);

    @Modifying(flushAutomatically = true)
    @Query("delete from RecipeMatchRow m where m.id.tenantId = :tenant and m.recipeId = :recipe")
    void forget(UUID tenant, UUID recipe);
}
