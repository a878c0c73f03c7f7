package io.latchkey.provisioning;

import io.latchkey.jira.JiraRequests;
import io.latchkey.jira.ServiceRequest;
import io.latchkey.okta.OktaFailure;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.recipe.Recipes;
import io.latchkey.tenant.AppAccount;
import io.latchkey.work.Conclusion;
import io.latchkey.work.LookHandler;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Looks at a request in Jira and decides. A first admission of a plan with two groups reads five times: the issue, its
 * approvals, its history, and the administrator roles of each group.
 */
@Component
class RequestLook implements LookHandler {

    /** The kind of look that a signal asks for; the subject is Jira's numeric issue id. */
    static final String KIND = "request";

    private final TenantTransactions transactions;
    private final RequestDecisions decisions;
    private final Recipes recipes;
    private final JiraRequests jira;
    private final AppAccount appAccount;
    private final GroupFacts groups;
    private final DecideRequest decide;

    RequestLook(
            TenantTransactions transactions,
            RequestDecisions decisions,
            Recipes recipes,
            JiraRequests jira,
            AppAccount appAccount,
            GroupFacts groups,
            DecideRequest decide) {
        this.transactions = transactions;
        this.decisions = decisions;
        this.recipes = recipes;
        this.jira = jira;
        this.appAccount = appAccount;
        this.groups = groups;
        this.decide = decide;
    }

    @Override
    public String kind() {
        return KIND;
    }

    /**
     * What is known before anything is read.
     *
     * @param requestTypeField the site's field that holds the request type
     * @param fields the fields that any recipe of the tenant depends on
     */
    private record Known(String requestTypeField, Set<String> fields) {}

    @Override
    public Conclusion look(TenantId tenant, String issueId, Runnable beforeCall) {
        Optional<Known> needed = transactions.read(tenant, () -> known(tenant, issueId));
        if (needed.isEmpty()) {
            return Optional::empty;
        }
        Known known = needed.get();
        beforeCall.run();
        ServiceRequest request = jira.request(tenant, issueId, known.requestTypeField, known.fields);
        Optional<RecipeVersion> version = recipe(tenant, request);
        if (version.isEmpty()) {
            return Optional::empty;
        }
        beforeCall.run();
        Reading reading = new Reading(
                version.get(),
                request,
                jira.approvals(tenant, issueId),
                List.of(),
                List.of(),
                Optional.of(appAccount.of(tenant)),
                known.requestTypeField);
        return decide(tenant, reading, beforeCall);
    }

    private Conclusion decide(TenantId tenant, Reading reading, Runnable beforeCall) {
        Optional<Outcome> early = Admission.beforeHistory(reading);
        if (early.isPresent()) {
            return decide.conclusion(tenant, reading, early.get());
        }
        beforeCall.run();
        Reading withHistory =
                reading.withChanges(jira.changelog(tenant, reading.request().issueId()));
        InputReading inputs = InputReading.of(reading.version().recipe(), reading.request());
        Optional<Outcome> later = Admission.beforeGuardrails(withHistory, inputs);
        if (later.isPresent()) {
            return decide.conclusion(tenant, withHistory, later.get());
        }
        try {
            Reading whole = withHistory.withGroups(groups.of(tenant, reading.version(), beforeCall));
            return decide.conclusion(tenant, whole, Admission.decide(whole, inputs));
        } catch (OktaFailure.GroupGone gone) {
            return decide.conclusion(
                    tenant,
                    withHistory,
                    new Outcome.Refused(
                            "okta.group-gone",
                            "A group of this recipe does not exist in Okta any more; an administrator has to save the"
                                    + " recipe again."));
        }
    }

    /** Empty when the issue was admitted before, or the tenant has no recipe: nothing has to be read. */
    private Optional<Known> known(TenantId tenant, String issueId) {
        List<RecipeVersion> current = recipes.list(tenant);
        if (current.isEmpty() || decisions.isAdmitted(tenant, issueId)) {
            return Optional.empty();
        }
        Set<String> fields = new HashSet<>();
        current.forEach(version -> fields.addAll(InputReading.fields(version.recipe())));
        return Optional.of(new Known(JiraNames.requestTypeField(current), fields));
    }

    private Optional<RecipeVersion> recipe(TenantId tenant, ServiceRequest request) {
        String desk = request.serviceDeskId();
        String type = request.requestTypeId();
        if (desk == null || type == null) {
            return Optional.empty();
        }
        return transactions.read(tenant, () -> recipes.matching(tenant, desk, type));
    }
}
