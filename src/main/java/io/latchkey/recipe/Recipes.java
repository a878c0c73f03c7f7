package io.latchkey.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.json.CanonicalJson;
import io.latchkey.platform.time.Ids;
import io.latchkey.recipe.Recipe.Match;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The recipes of every tenant. Everything here needs the tenant's open transaction. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Recipes {

    private final RecipeRows rows;
    private final RecipeMatches matches;
    private final EntityManager entities;
    private final Ids ids;
    private final Clock clock;

    Recipes(RecipeRows rows, RecipeMatches matches, EntityManager entities, Ids ids, Clock clock) {
        this.rows = rows;
        this.matches = matches;
        this.entities = entities;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Makes a document the current version of the recipe with its key; the first one makes the recipe. Saving the same
     * document again makes another version, since its names may have been resolved to other ids. Saves of one tenant
     * wait for each other.
     *
     * @param savedBy the administrator's Atlassian account id
     * @param resolved the ids that were found for the document's names
     * @param together what is wrong about it together with the current version of every recipe; asked while no other save
     *     can come between
     * @return the version, or {@code recipe.request-type-taken} when another recipe is for one of its request types
     */
    public RecipeSaving save(
            TenantId tenant,
            RecipeDocument document,
            String savedBy,
            ObjectNode resolved,
            BiFunction<Recipe, List<Recipe>, List<RecipeProblem>> together) {
        waitForOtherSaves(tenant);
        Recipe recipe = document.recipe();
        List<RecipeProblem> conflicts = together.apply(
                recipe, list(tenant).stream().map(RecipeVersion::recipe).toList());
        if (!conflicts.isEmpty()) {
            return new RefusedRecipe(conflicts);
        }
        Optional<RecipeRow> existing = rows.byKey(tenant.value(), recipe.key());
        List<RecipeProblem> taken = taken(tenant, recipe.match(), existing.map(RecipeRow::id));
        if (!taken.isEmpty()) {
            return new RefusedRecipe(taken);
        }
        // Microseconds are what the column keeps.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        RecipeRow row = existing.orElseGet(() -> new RecipeRow(RowId.of(tenant, ids.next()), recipe.key(), now));
        RecipeVersion version = new RecipeVersion(
                row.id(), row.nextVersion(now), recipe, document.document(), CanonicalJson.of(resolved), savedBy, now);
        rows.save(row);
        entities.persist(new RecipeVersionRow(RowId.of(tenant, ids.next()), version));
        answerTo(tenant, row.id(), recipe.match());
        return version;
    }

    /** The current version of the recipe with this key. */
    public Optional<RecipeVersion> byKey(TenantId tenant, String key) {
        return rows.current(tenant.value(), key).map(RecipeVersionRow::version);
    }

    /**
     * The current version of the recipe for a type of request.
     *
     * @param serviceDesk Jira's id of the service desk
     * @param requestType Jira's id of the request type
     */
    public Optional<RecipeVersion> matching(TenantId tenant, String serviceDesk, String requestType) {
        return rows.matching(tenant.value(), serviceDesk, requestType).map(RecipeVersionRow::version);
    }

    /** One version, current or not. */
    public Optional<RecipeVersion> version(TenantId tenant, UUID recipe, int number) {
        return rows.version(tenant.value(), recipe, number).map(RecipeVersionRow::version);
    }

    /** The current versions of all recipes, by key. */
    public List<RecipeVersion> list(TenantId tenant) {
        return rows.current(tenant.value()).stream()
                .map(RecipeVersionRow::version)
                .toList();
    }

    /** As {@link #list}; no recipe is saved before the transaction ends, so that what was found holds. */
    public List<RecipeVersion> listHeld(TenantId tenant) {
        waitForOtherSaves(tenant);
        return list(tenant);
    }

    private void waitForOtherSaves(TenantId tenant) {
        entities.createNativeQuery(
                        "select true from pg_advisory_xact_lock(hashtextextended('latchkey.recipe.save:' || :tenant, 0))")
                .setParameter("tenant", tenant.toString())
                .getSingleResult();
    }

    private List<RecipeProblem> taken(TenantId tenant, Match match, Optional<UUID> recipe) {
        return matches.of(tenant.value(), match.serviceDesk(), match.requestTypes()).stream()
                .filter(other -> !recipe.equals(Optional.of(other.recipeId())))
                .map(other -> new RecipeProblem(
                        "recipe.request-type-taken",
                        "/match/requestTypes/" + match.requestTypes().indexOf(other.requestType()),
                        "Request type " + other.requestType() + " of service desk " + match.serviceDesk()
                                + " already has another recipe; a request type has one."))
                .toList();
    }

    private void answerTo(TenantId tenant, UUID recipe, Match match) {
        matches.forget(tenant.value(), recipe);
        match.requestTypes()
                .forEach(type -> entities.persist(
                        new RecipeMatchRow(RowId.of(tenant, ids.next()), recipe, match.serviceDesk(), type)));
    }
}
