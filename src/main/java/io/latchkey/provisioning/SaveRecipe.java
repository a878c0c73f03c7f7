package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
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
import java.util.ArrayList;
import java.util.List;
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
    private final Work work;
    private final Trail trail;
    private final TenantTransactions transactions;

    SaveRecipe(
            RecipeReader reader,
            Recipes recipes,
            OktaNames okta,
            JiraNames jira,
            Work work,
            Trail trail,
            TenantTransactions transactions) {
        this.reader = reader;
        this.recipes = recipes;
        this.okta = okta;
        this.jira = jira;
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
        List<StepKind> kinds = work.stepKinds().entrySet().stream()
                .map(kind -> new StepKind(kind.getKey(), kind.getValue()))
                .toList();
        RecipeReading reading = reader.read(json, kinds);
        if (reading instanceof RefusedRecipe refused) {
            return refused;
        }
        RecipeDocument document = (RecipeDocument) reading;
        List<RecipeProblem> problems = new ArrayList<>();
        StepArguments.check(document.recipe(), problems);
        ObjectNode resolved = JsonNodeFactory.instance.objectNode();
        resolved.set("groups", okta.resolve(tenant, document.recipe(), problems));
        resolved.setAll(jira.resolve(tenant, document.recipe(), problems));
        if (!problems.isEmpty()) {
            return new RefusedRecipe(problems);
        }
        return transactions.write(tenant, () -> {
            RecipeSaving saving = recipes.save(tenant, document, savedBy, resolved);
            if (saving instanceof RecipeVersion version) {
                record(tenant, version);
            }
            return saving;
        });
    }

    private void record(TenantId tenant, RecipeVersion version) {
        trail.record(Entry.of(tenant, "recipe.saved", tenant.toString())
                .withFacts(JsonNodeFactory.instance
                        .objectNode()
                        .put("recipe", version.recipe().key())
                        .put("version", version.number())
                        .put("hash", version.hash())
                        .put("by", version.savedBy())));
    }
}
