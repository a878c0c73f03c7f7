package io.latchkey.provisioning;

import io.latchkey.jira.Change;
import io.latchkey.jira.JiraRequests;
import io.latchkey.jira.Person;
import io.latchkey.jira.ServiceRequest;
import io.latchkey.okta.OktaFailure;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.recipe.Recipes;
import io.latchkey.tenant.AppAccount;
import io.latchkey.work.Conclusion;
import io.latchkey.work.LookHandler;
import io.latchkey.work.RunSoFar;
import io.latchkey.work.Withdrawal;
import io.latchkey.work.Work;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Looks at a request in Jira and decides. A first admission of a plan with two groups reads five times: the issue, its
 * approvals, its history, and the administrator roles of each group; once more for each approver of whom the history does
 * not tell whether they are a person.
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
    private final RequestConsent consent;
    private final Work work;

    RequestLook(
            TenantTransactions transactions,
            RequestDecisions decisions,
            Recipes recipes,
            JiraRequests jira,
            AppAccount appAccount,
            GroupFacts groups,
            DecideRequest decide,
            RequestConsent consent,
            Work work) {
        this.transactions = transactions;
        this.decisions = decisions;
        this.recipes = recipes;
        this.jira = jira;
        this.appAccount = appAccount;
        this.groups = groups;
        this.decide = decide;
        this.consent = consent;
        this.work = work;
    }

    @Override
    public String kind() {
        return KIND;
    }

    /**
     * What is known before anything is read.
     *
     * @param requestTypeField the site's field that holds the request type
     * @param waiting the run of the issue's admission, while it waits or is under way
     * @param parked the run of the issue's admission, while it is parked
     * @param spent the approvals of admissions that were stopped
     * @param fields the fields that any recipe of the tenant depends on; none when they are too many for one call, since
     *     then the request has to say first which recipe it has
     */
    private record Known(
            String requestTypeField,
            Optional<RunSoFar> waiting,
            Optional<RunSoFar> parked,
            Set<String> spent,
            Set<String> fields) {

        static Known of(Optional<RunSoFar> waiting, Optional<RunSoFar> parked) {
            return new Known("", waiting, parked, Set.of(), Set.of());
        }
    }

    @Override
    public Conclusion look(TenantId tenant, String issueId, Runnable beforeCall) {
        Optional<Known> needed = transactions.read(tenant, () -> known(tenant, issueId));
        if (needed.isEmpty()) {
            return Optional::empty;
        }
        Known known = needed.get();
        if (known.waiting.isPresent()) {
            return doubting(known.waiting.get(), beforeCall);
        }
        if (known.parked.isPresent()) {
            return superseding(known.parked.get(), beforeCall);
        }
        Optional<Found> found = found(tenant, issueId, known.requestTypeField, known.fields, beforeCall);
        if (found.isEmpty()) {
            return Optional::empty;
        }
        RecipeVersion version = found.get().version;
        ServiceRequest request = found.get().request;
        beforeCall.run();
        Reading reading = new Reading(
                version,
                request,
                jira.approvals(tenant, issueId),
                List.of(),
                List.of(),
                Optional.of(appAccount.of(tenant)),
                known.requestTypeField);
        return decide(tenant, reading, known.spent, beforeCall);
    }

    /** A request with its recipe and all fields that this recipe depends on. */
    private record Found(RecipeVersion version, ServiceRequest request) {}

    /** One call, when these fields turn out to be enough; reads again when the recipe depends on others. */
    private Optional<Found> found(
            TenantId tenant, String issueId, String requestTypeField, Set<String> fields, Runnable beforeCall) {
        beforeCall.run();
        ServiceRequest request = jira.request(tenant, issueId, requestTypeField, fields);
        Optional<RecipeVersion> version = recipe(tenant, request);
        if (version.isEmpty()) {
            return Optional.empty();
        }
        Set<String> needed = Set.copyOf(InputReading.fields(version.get().recipe()));
        return fields.containsAll(needed)
                ? Optional.of(new Found(version.get(), request))
                : found(tenant, issueId, requestTypeField, needed, beforeCall);
    }

    /** A run that waits learns from this look that it is not wanted any more, long before it would ask itself. */
    private Conclusion doubting(RunSoFar run, Runnable beforeCall) {
        if (consent.withdrawn(run, beforeCall).isEmpty()) {
            return Optional::empty;
        }
        return () -> {
            work.doubt(run.tenant(), run.id());
            return Optional.empty();
        };
    }

    /** A run that waits for a person gives way to what was approved since; the request is looked at anew then. */
    private Conclusion superseding(RunSoFar run, Runnable beforeCall) {
        Optional<Withdrawal> renewed = consent.renewed(run, beforeCall);
        return renewed.isEmpty() ? Optional::empty : () -> work.stopParked(run, renewed.get());
    }

    private Conclusion decide(TenantId tenant, Reading reading, Set<String> spent, Runnable beforeCall) {
        Optional<Outcome> early = Admission.beforeHistory(reading, spent);
        if (early.isPresent()) {
            return decide.conclusion(tenant, reading, early.get());
        }
        beforeCall.run();
        Reading withHistory =
                reading.withChanges(jira.changelog(tenant, reading.request().issueId()));
        InputReading inputs = InputReading.of(reading.version().recipe(), reading.request());
        Optional<Outcome> later = Admission.beforeGuardrails(withHistory, inputs);
        if (later.isPresent()) {
            Reading told =
                    later.get() instanceof Outcome.Held ? asItIsNow(tenant, withHistory, beforeCall) : withHistory;
            return decide.conclusion(tenant, told, later.get());
        }
        Optional<Outcome> last = Admission.beforeGuardrails(withHistory, accountTypes(tenant, withHistory, beforeCall));
        if (last.isPresent()) {
            return decide.conclusion(tenant, withHistory, last.get());
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

    /**
     * The history is newer than the fields, which were read before it. A note is written once per content, so it must be
     * about the content that the history speaks of: else the next look would tell the same change once more.
     */
    private Reading asItIsNow(TenantId tenant, Reading reading, Runnable beforeCall) {
        beforeCall.run();
        return reading.withRequest(jira.request(
                tenant,
                reading.request().issueId(),
                reading.requestTypeField(),
                Set.copyOf(InputReading.fields(reading.version().recipe()))));
    }

    /** Empty when the issue was admitted before and its run has ended, or the tenant has no recipe. */
    private Optional<Known> known(TenantId tenant, String issueId) {
        Optional<UUID> admitted = decisions.admittedRun(tenant, issueId);
        if (admitted.isPresent()) {
            Optional<RunSoFar> waiting = work.underWay(tenant, admitted.get());
            Optional<RunSoFar> parked = work.parked(tenant, admitted.get());
            return waiting.or(() -> parked).map(run -> Known.of(waiting, parked));
        }
        List<RecipeVersion> current = recipes.list(tenant);
        if (current.isEmpty()) {
            return Optional.empty();
        }
        Set<String> fields = new HashSet<>();
        current.forEach(version -> fields.addAll(InputReading.fields(version.recipe())));
        return Optional.of(new Known(
                JiraNames.requestTypeField(current),
                Optional.empty(),
                Optional.empty(),
                decisions.spentApprovals(tenant, issueId),
                fields.size() > JiraRequests.MOST_FIELDS ? Set.of() : fields));
    }

    /** The history tells it of an approver whose approval moved the request; another is asked for, one call each. */
    private Map<String, String> accountTypes(TenantId tenant, Reading reading, Runnable beforeCall) {
        Map<String, String> types = new HashMap<>();
        for (Change change : reading.changes()) {
            if (change.authorAccountId() != null && Person.isKnown(change.authorAccountType())) {
                types.put(change.authorAccountId(), change.authorAccountType());
            }
        }
        for (String approver : Admission.approverIds(reading)) {
            if (!types.containsKey(approver)) {
                beforeCall.run();
                jira.accountType(tenant, approver).ifPresent(type -> types.put(approver, type));
            }
        }
        return types;
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
