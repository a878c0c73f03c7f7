package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.json.CanonicalJson;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.RecipeDocument;
import io.latchkey.recipe.RecipeProblem;
import io.latchkey.recipe.RecipeReader;
import io.latchkey.recipe.RecipeReading;
import io.latchkey.recipe.RecipeSaving;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.recipe.Recipes;
import io.latchkey.recipe.RefusedRecipe;
import io.latchkey.recipe.StepKind;
import io.latchkey.work.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Saves a recipe: the document is checked against its schema and for its meaning, its names are resolved at the live Okta
 * and Jira, and only then a version is stored. Each problem names its place in the document.
 */
@Component
public class SaveRecipe {

    private final RecipeReader reader;
    private final Recipes recipes;
    private final OktaNames okta;
    private final JiraNames jira;
    private final StepChecks checks;
    private final Work work;
    private final Trail trail;
    private final TenantTransactions transactions;

    SaveRecipe(
            RecipeReader reader,
            Recipes recipes,
            OktaNames okta,
            JiraNames jira,
            StepChecks checks,
            Work work,
            Trail trail,
            TenantTransactions transactions) {
        this.reader = reader;
        this.recipes = recipes;
        this.okta = okta;
        this.jira = jira;
        this.checks = checks;
        this.work = work;
        this.trail = trail;
        this.transactions = transactions;
    }

    /**
     * Saves the document as the next version of its recipe.
     *
     * @param tenant whose
     * @param json the document, at most 256 KiB
     * @param savedBy the administrator's Atlassian account id
     * @return the version, or every problem that was found
     */
    public RecipeSaving save(TenantId tenant, byte[] json, String savedBy) {
        return save(tenant, json, Format.JSON, savedBy, "");
    }

    /** How a document is written. */
    public enum Format {
        JSON,
        YAML
    }

    /**
     * As {@link #save(TenantId, byte[], String)}.
     *
     * @param why what it was changed for, in the administrator's words; empty when they do not say
     */
    public RecipeSaving save(TenantId tenant, byte[] bytes, Format format, String savedBy, String why) {
        Checked checked = checked(tenant, bytes, format);
        if (checked.refused().isPresent()) {
            return checked.refused().get();
        }
        return transactions.write(tenant, () -> {
            RecipeSaving saving = recipes.save(
                    tenant,
                    checked.document(),
                    savedBy,
                    checked.resolved(),
                    (recipe, others) -> together(tenant, recipe, others));
            if (saving instanceof RecipeVersion version) {
                record(tenant, version, why);
            }
            return saving;
        });
    }

    private List<RecipeProblem> together(TenantId tenant, Recipe recipe, List<Recipe> others) {
        List<RecipeProblem> problems = new ArrayList<>(RaisedRounds.problems(recipe, others));
        problems.addAll(checks.problems(tenant, recipe));
        return problems;
    }

    /**
     * A version as saving would make it, with the number 0; nothing is saved.
     *
     * @param tenant whose
     * @param bytes the document, at most 256 KiB
     * @param format how it is written
     * @return the version, or every problem that was found
     */
    public RecipeSaving unsaved(TenantId tenant, byte[] bytes, Format format) {
        Checked checked = checked(tenant, bytes, format);
        Optional<RefusedRecipe> round = checked.refused().isPresent()
                ? Optional.empty()
                : Optional.of(RaisedRounds.problems(
                                checked.document().recipe(),
                                transactions.read(tenant, () -> recipes.list(tenant)).stream()
                                        .map(RecipeVersion::recipe)
                                        .toList()))
                        .filter(problems -> !problems.isEmpty())
                        .map(RefusedRecipe::new);
        return checked.refused()
                .or(() -> round)
                .<RecipeSaving>map(refused -> refused)
                .orElseGet(() -> new RecipeVersion(
                        new UUID(0, 0),
                        0,
                        checked.document().recipe(),
                        checked.document().document(),
                        CanonicalJson.of(checked.resolved()),
                        "",
                        Instant.EPOCH));
    }

    private static final class Checked {

        private final @Nullable RefusedRecipe refused;
        private final @Nullable RecipeDocument document;
        private final @Nullable ObjectNode resolved;

        Checked(@Nullable RefusedRecipe refused, @Nullable RecipeDocument document, @Nullable ObjectNode resolved) {
            this.refused = refused;
            this.document = document;
            this.resolved = resolved;
        }

        Optional<RefusedRecipe> refused() {
            return Optional.ofNullable(refused);
        }

        RecipeDocument document() {
            return Objects.requireNonNull(document);
        }

        ObjectNode resolved() {
            return Objects.requireNonNull(resolved);
        }
    }

    private Checked checked(TenantId tenant, byte[] bytes, Format format) {
        List<StepKind> kinds = work.stepKinds().entrySet().stream()
                .map(kind -> new StepKind(kind.getKey(), kind.getValue()))
                .toList();
        RecipeReading reading = format == Format.YAML ? reader.readYaml(bytes, kinds) : reader.read(bytes, kinds);
        if (reading instanceof RefusedRecipe refused) {
            return new Checked(refused, null, null);
        }
        RecipeDocument document = (RecipeDocument) reading;
        List<RecipeProblem> problems = new ArrayList<>();
        StepArguments.check(document.recipe(), problems);
        ObjectNode resolved = JsonNodeFactory.instance.objectNode();
        resolved.setAll(okta.resolve(tenant, document.recipe(), problems));
        resolved.setAll(jira.resolve(tenant, document.recipe(), problems));
        if (checks.concern(document.recipe())) {
            problems.addAll(transactions.read(tenant, () -> checks.problems(tenant, document.recipe())));
        }
        return problems.isEmpty()
                ? new Checked(null, document, resolved)
                : new Checked(new RefusedRecipe(problems), null, null);
    }

    /** What somebody wrote about it may name people, and can be erased. */
    private void record(TenantId tenant, RecipeVersion version, String why) {
        trail.record(Entry.of(tenant, "recipe.saved", tenant.toString())
                .withPersonal(why.isBlank() ? Map.of() : Map.of("why", Secret.of(why)))
                .withFacts(JsonNodeFactory.instance
                        .objectNode()
                        .put("recipe", version.recipe().key())
                        .put("version", version.number())
                        .put("hash", version.hash())
                        .put("by", version.savedBy())));
    }
}
