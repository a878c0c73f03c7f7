package io.latchkey.provisioning;

import io.latchkey.jira.Approval;
import io.latchkey.jira.Form;
import io.latchkey.jira.JiraBudget;
import io.latchkey.jira.JiraForms;
import io.latchkey.jira.JiraRequests;
import io.latchkey.jira.ServiceRequest;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.recipe.Recipes;
import io.latchkey.tenant.AppAccount;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * What people see of a request that is not carried out: what approving it would do while it waits for that, and what it says
 * otherwise than what was approved. Both are read anew from Jira and Okta, since the values are a person's and are kept
 * nowhere; who polls gets the same answer for a minute, unless somebody acts or changes the request meanwhile, and those who ask
 * at the same time share one reading. Of a failure nothing is remembered. While few of Jira's points are left, which all sites share, nothing is read:
 * {@code jira.few-points}. Never called inside a transaction.
 */
@Component
public class TicketSight {

    private static final Duration KEPT = Duration.ofSeconds(60);

    private static final int MOST = 1_000;

    private final Recipes recipes;
    private final JiraRequests jira;
    private final JiraForms forms;
    private final JiraBudget budget;
    private final AppAccount appAccount;
    private final RequestDecisions decisions;
    private final Preview preview;
    private final TenantTransactions transactions;
    private final Clock clock;
    private final SharedAnswers<Issue, Optional<PendingPlan>> plans;
    private final SharedAnswers<Issue, Told> differences;

    TicketSight(
            Recipes recipes,
            JiraRequests jira,
            JiraForms forms,
            JiraBudget budget,
            AppAccount appAccount,
            RequestDecisions decisions,
            Preview preview,
            TenantTransactions transactions,
            Clock clock) {
        this.recipes = recipes;
        this.jira = jira;
        this.forms = forms;
        this.budget = budget;
        this.appAccount = appAccount;
        this.decisions = decisions;
        this.preview = preview;
        this.transactions = transactions;
        this.clock = clock;
        this.plans = new SharedAnswers<>(clock, KEPT, MOST);
        this.differences = new SharedAnswers<>(clock, KEPT, MOST);
    }

    private record Issue(TenantId tenant, String id) {}

    /** What was told of the decision that this run belongs to. */
    private record Told(UUID run, List<ShownDifference> differences) {}

    /**
     * What approving the request would do; empty when it does not wait for an approval, or no recipe is for it. Two calls, and
     * those of the preview.
     */
    public Optional<PendingPlan> pending(TenantId tenant, String issueId) {
        return plans.get(new Issue(tenant, issueId), () -> readPlan(tenant, issueId));
    }

    /**
     * What the request says otherwise than what was approved last. Three calls, more with forms.
     *
     * @param run of the decision that they are to explain: what was told of another one is not told again
     * @return nothing when nothing was approved, or no recipe is for it any more
     */
    public List<ShownDifference> differences(TenantId tenant, String issueId, UUID run) {
        var issue = new Issue(tenant, issueId);
        Supplier<Told> reading = () -> new Told(run, readDifferences(tenant, issueId));
        Told told = differences.get(issue, reading);
        if (!told.run.equals(run)) {
            differences.forget(issue);
            told = differences.get(issue, reading);
        }
        return told.differences;
    }

    /** Somebody has acted on the request, or changed it: on this node it is read anew when it is looked at next. */
    public void forget(TenantId tenant, String issueId) {
        plans.forget(new Issue(tenant, issueId));
        differences.forget(new Issue(tenant, issueId));
    }

    /** Whether a reason is that the request says otherwise than what was approved. */
    public static boolean isAboutContent(String code) {
        return code.startsWith("content.");
    }

    private Optional<PendingPlan> readPlan(TenantId tenant, String issueId) {
        Optional<Reading> read = read(tenant, issueId);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        Reading reading = read.get();
        Set<String> spent = transactions.read(tenant, () -> decisions.spentApprovals(tenant, issueId));
        boolean waits = Admission.beforeHistory(reading, spent)
                .map(early -> early.code().equals(ApprovalRounds.PENDING))
                .orElse(true);
        if (!waits) {
            return Optional.empty();
        }
        PreviewText.Told told = preview.of(tenant, reading, () -> {}).told();
        RecipeVersion version = reading.version();
        return Optional.of(new PendingPlan(
                version.recipeId(),
                version.number(),
                told.lines(),
                told.warnings(),
                version.recipe().isPreviewed(),
                clock.instant()));
    }

    private List<ShownDifference> readDifferences(TenantId tenant, String issueId) {
        Optional<Reading> read = read(tenant, issueId);
        if (read.isEmpty()) {
            return List.of();
        }
        Reading reading = read.get();
        Optional<Instant> since = ApprovalRounds.approvedLast(
                reading.approvals(), reading.version().recipe().approvalRule().steps());
        if (since.isEmpty()) {
            return List.of();
        }
        Set<String> templates = FormCheck.templates(reading.version().recipe());
        List<Form> answered = templates.isEmpty() ? List.of() : forms.forms(tenant, issueId, templates, () -> {});
        Set<String> dependedOn = reading.withForms(answered).dependedOn();
        return ContentCheck.changedSince(since.get(), dependedOn, jira.changelog(tenant, issueId)).stream()
                .map(Difference::shown)
                .toList();
    }

    private Optional<Reading> read(TenantId tenant, String issueId) {
        List<RecipeVersion> current = transactions.read(tenant, () -> recipes.list(tenant));
        if (current.isEmpty()) {
            return Optional.empty();
        }
        if (!budget.hasForThoseWhoLook()) {
            throw new FewPoints();
        }
        Instant began = clock.instant();
        FieldsWanted wanted = FieldsWanted.of(current);
        ServiceRequest request = wanted.read(jira, tenant, issueId);
        Optional<RecipeVersion> version = recipe(tenant, request);
        if (version.isEmpty()) {
            return Optional.empty();
        }
        if (!wanted.cover(version.get())) {
            wanted = wanted.of(version.get());
            request = wanted.read(jira, tenant, issueId);
        }
        List<Approval> approvals = jira.approvals(tenant, issueId);
        return Optional.of(new Reading(
                began,
                version.get(),
                request,
                approvals,
                Optional.of(appAccount.of(tenant)),
                wanted.requestTypeField()));
    }

    private Optional<RecipeVersion> recipe(TenantId tenant, ServiceRequest request) {
        String desk = request.serviceDeskId();
        String type = request.requestTypeId();
        return desk == null || type == null
                ? Optional.empty()
                : transactions.read(tenant, () -> recipes.matching(tenant, desk, type));
    }
}
