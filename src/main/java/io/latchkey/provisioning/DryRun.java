package io.latchkey.provisioning;

import io.latchkey.jira.JiraRequests;
import io.latchkey.jira.ServiceRequest;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.recipe.RecipeSaving;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.recipe.Recipes;
import io.latchkey.recipe.RefusedRecipe;
import io.latchkey.work.Plan;
import io.latchkey.work.PlannedStep;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Tries a recipe with a real request, against what is true in Jira and Okta now, without writing anything anywhere. */
@Component
public class DryRun {

    private final SaveRecipe save;
    private final Recipes recipes;
    private final JiraRequests jira;
    private final Preview preview;
    private final TenantTransactions transactions;
    private final Clock clock;

    DryRun(
            SaveRecipe save,
            Recipes recipes,
            JiraRequests jira,
            Preview preview,
            TenantTransactions transactions,
            Clock clock) {
        this.save = save;
        this.recipes = recipes;
        this.jira = jira;
        this.preview = preview;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What a try came to. */
    public sealed interface Result {}

    /**
     * What would happen if the request were approved as it is.
     *
     * @param text what those who approve would read
     * @param code {@code preview.ready}, or why nothing would be done
     * @param steps what would be done; empty when nothing would
     */
    public record Tried(String text, String code, List<PlannedStep> steps) implements Result {

        /** Copies the list. */
        public Tried {
            steps = List.copyOf(steps);
        }
    }

    /**
     * The document could not be saved either.
     *
     * @param problems why
     */
    public record Refused(RefusedRecipe problems) implements Result {}

    /** No recipe is for this request. */
    public record NoRecipe() implements Result {}

    /**
     * Tries the recipe that is saved for the request.
     *
     * @param issueId Jira's numeric id
     */
    public Result of(TenantId tenant, String issueId) {
        List<RecipeVersion> current = transactions.read(tenant, () -> recipes.list(tenant));
        if (current.isEmpty()) {
            return new NoRecipe();
        }
        ServiceRequest request = FieldsWanted.of(current).read(jira, tenant, issueId);
        String desk = request.serviceDeskId();
        String type = request.requestTypeId();
        Optional<RecipeVersion> version = desk == null || type == null
                ? Optional.empty()
                : transactions.read(tenant, () -> recipes.matching(tenant, desk, type));
        return version.<Result>map(one -> tried(tenant, one, issueId)).orElseGet(NoRecipe::new);
    }

    /** Tries a document that need not be saved, whatever type of request it is for. */
    public Result of(TenantId tenant, String issueId, byte[] document, SaveRecipe.Format format) {
        RecipeSaving read = save.unsaved(tenant, document, format);
        return read instanceof RefusedRecipe refused
                ? new Refused(refused)
                : tried(tenant, (RecipeVersion) read, issueId);
    }

    private Tried tried(TenantId tenant, RecipeVersion version, String issueId) {
        FieldsWanted wanted = FieldsWanted.of(List.of(version));
        var reading = new Reading(
                clock.instant(),
                version,
                wanted.read(jira, tenant, issueId),
                List.of(),
                Optional.empty(),
                wanted.requestTypeField());
        Preview.Seen seen = preview.of(tenant, reading, () -> {});
        return new Tried(seen.text(), seen.code(), seen.plan().map(Plan::steps).orElse(List.of()));
    }
}
