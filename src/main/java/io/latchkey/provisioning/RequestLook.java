package io.latchkey.provisioning;

import io.latchkey.audit.Trail;
import io.latchkey.audit.TrailFilter;
import io.latchkey.jira.Approval;
import io.latchkey.jira.Change;
import io.latchkey.jira.Form;
import io.latchkey.jira.JiraForms;
import io.latchkey.jira.JiraRequests;
import io.latchkey.jira.ServiceRequest;
import io.latchkey.jira.StatusCategory;
import io.latchkey.okta.OktaFailure;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.provisioning.RequestDecisions.AdmittedRun;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.recipe.Recipes;
import io.latchkey.tenant.AppAccount;
import io.latchkey.work.Conclusion;
import io.latchkey.work.LookHandler;
import io.latchkey.work.RunSoFar;
import io.latchkey.work.Withdrawal;
import io.latchkey.work.Work;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Looks at a request in Jira and decides. A first admission of a plan with two groups reads five times: the issue, its
 * approvals, its history, and the administrator roles of each group; more where the recipe asks for more: once for each
 * approver of whom the history does not tell whether they are a person, or whose groups decide, once for an approver's
 * account in Okta, and once for the list of forms and each form in it.
 */
@Component
class RequestLook implements LookHandler {

    /** The kind of look that a signal asks for; the subject is Jira's numeric issue id. */
    static final String KIND = "request";

    /** So long after an admission its run's comment and transition may still be what Jira tells of. */
    private static final Duration OWN_EFFECTS = Duration.ofMinutes(1);

    private final TenantTransactions transactions;
    private final RequestDecisions decisions;
    private final Recipes recipes;
    private final JiraRequests jira;
    private final JiraForms forms;
    private final AppAccount appAccount;
    private final ReadApprovers approvers;
    private final GroupFacts groups;
    private final DecideRequest decide;
    private final RequestConsent consent;
    private final Work work;
    private final Trail trail;
    private final Clock clock;

    RequestLook(
            TenantTransactions transactions,
            RequestDecisions decisions,
            Recipes recipes,
            JiraRequests jira,
            JiraForms forms,
            AppAccount appAccount,
            ReadApprovers approvers,
            GroupFacts groups,
            DecideRequest decide,
            RequestConsent consent,
            Work work,
            Trail trail,
            Clock clock) {
        this.transactions = transactions;
        this.decisions = decisions;
        this.recipes = recipes;
        this.jira = jira;
        this.forms = forms;
        this.appAccount = appAccount;
        this.approvers = approvers;
        this.groups = groups;
        this.decide = decide;
        this.consent = consent;
        this.work = work;
        this.trail = trail;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    /**
     * What is known before anything is read.
     *
     * @param wanted what to read; nothing when there is a run
     * @param waiting the run of the issue's admission, while it waits or is under way
     * @param parked the run of the issue's admission, while it is parked
     * @param ended whether that run has ended so long ago that its own effects no longer explain a hint
     * @param spent the approvals of admissions that were stopped
     */
    private record Known(
            Optional<FieldsWanted> wanted,
            Optional<RunSoFar> waiting,
            Optional<RunSoFar> parked,
            boolean ended,
            Set<String> spent) {}

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
        if (known.ended) {
            return reopened(tenant, issueId, beforeCall);
        }
        Optional<Found> found = found(tenant, issueId, known.wanted.orElseThrow(), beforeCall);
        if (found.isEmpty()) {
            return wasOurs(tenant, issueId)
                    ? decide.ignored(tenant, issueId, "request.without-recipe")
                    : Optional::empty;
        }
        return decide(tenant, found.get(), known.spent, beforeCall);
    }

    /** A request with its recipe and all fields that this recipe depends on. */
    private record Found(RecipeVersion version, ServiceRequest request, FieldsWanted read) {}

    /** One call, when these fields turn out to be enough; reads again when the recipe depends on others. */
    private Optional<Found> found(TenantId tenant, String issueId, FieldsWanted wanted, Runnable beforeCall) {
        beforeCall.run();
        ServiceRequest request = wanted.read(jira, tenant, issueId);
        Optional<RecipeVersion> version = recipe(tenant, request);
        if (version.isEmpty()) {
            return Optional.empty();
        }
        return wanted.cover(version.get())
                ? Optional.of(new Found(version.get(), request, wanted))
                : found(tenant, issueId, wanted.of(version.get()), beforeCall);
    }

    /** A request is admitted once. Who opens it again learns why nothing happens; one call. */
    private Conclusion reopened(TenantId tenant, String issueId, Runnable beforeCall) {
        beforeCall.run();
        return jira.status(tenant, issueId).category() == StatusCategory.DONE
                ? Optional::empty
                : decide.ignored(tenant, issueId, "request.admitted-before");
    }

    /** Whether the trail speaks of it: then a recipe was for it, before it was moved or became another kind of request. */
    private boolean wasOurs(TenantId tenant, String issueId) {
        return !trail.read(tenant, new TrailFilter(issueId, "request.", null, 1, null))
                .rows()
                .isEmpty();
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

    private Conclusion decide(TenantId tenant, Found found, Set<String> spent, Runnable beforeCall) {
        String issueId = found.request.issueId();
        beforeCall.run();
        List<Approval> approvals = jira.approvals(tenant, issueId);
        Zero.approvals(found.request, found.read.approvalsField(), approvals);
        Reading reading = new Reading(
                found.version,
                found.request,
                approvals,
                Optional.of(appAccount.of(tenant)),
                found.read.requestTypeField());
        Optional<Outcome> early = Admission.beforeHistory(reading, spent);
        if (early.isPresent()) {
            return decide.conclusion(tenant, reading, early.get());
        }
        Reading withHistory = withHistory(tenant, reading, beforeCall);
        InputReading inputs = InputReading.of(found.version.recipe(), found.request, withHistory.forms());
        Optional<Outcome> later = Admission.beforeApprovers(withHistory, inputs);
        if (later.isPresent()) {
            Reading told = later.get() instanceof Outcome.Held
                    ? asItIsNow(tenant, withHistory, found.read, beforeCall)
                    : withHistory;
            return decide.conclusion(tenant, told, later.get());
        }
        Reading withApprovers =
                withHistory.withApprovers(approvers.of(tenant, withHistory, inputs.values(), beforeCall));
        Optional<Outcome> last = Admission.beforeGuardrails(withApprovers, inputs.values());
        return last.isPresent()
                ? decide.conclusion(tenant, withApprovers, last.get())
                : decide(tenant, withApprovers, inputs, beforeCall);
    }

    /** The forms are read before the history, so that a field that changes meanwhile is seen in it. */
    private Reading withHistory(TenantId tenant, Reading reading, Runnable beforeCall) {
        String issueId = reading.request().issueId();
        Set<String> templates = FormCheck.templates(reading.version().recipe());
        List<Form> read = List.of();
        if (!templates.isEmpty()) {
            beforeCall.run();
            read = forms.forms(tenant, issueId, templates, beforeCall);
        }
        beforeCall.run();
        List<Change> changes = jira.changelog(tenant, issueId);
        Zero.history(changes);
        return reading.withForms(read).withChanges(changes);
    }

    private Conclusion decide(TenantId tenant, Reading reading, InputReading inputs, Runnable beforeCall) {
        try {
            Reading whole = reading.withGroups(groups.of(tenant, reading.version(), beforeCall));
            return decide.conclusion(tenant, whole, Admission.decide(whole, inputs));
        } catch (OktaFailure.GroupGone gone) {
            return decide.conclusion(
                    tenant,
                    reading,
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
    private Reading asItIsNow(TenantId tenant, Reading reading, FieldsWanted wanted, Runnable beforeCall) {
        beforeCall.run();
        return reading.withRequest(wanted.read(jira, tenant, reading.request().issueId()));
    }

    /** Empty when the issue was admitted before and its run has ended, or the tenant has no recipe. */
    private Optional<Known> known(TenantId tenant, String issueId) {
        Optional<AdmittedRun> admitted = decisions.admittedRun(tenant, issueId);
        if (admitted.isPresent()) {
            return admitted(tenant, admitted.get());
        }
        List<RecipeVersion> current = recipes.list(tenant);
        if (current.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Known(
                Optional.of(FieldsWanted.of(current)),
                Optional.empty(),
                Optional.empty(),
                false,
                decisions.spentApprovals(tenant, issueId)));
    }

    private Optional<Known> admitted(TenantId tenant, AdmittedRun run) {
        Optional<RunSoFar> waiting = work.underWay(tenant, run.id());
        Optional<RunSoFar> parked = work.parked(tenant, run.id());
        boolean ended = waiting.isEmpty()
                && parked.isEmpty()
                && run.at().plus(OWN_EFFECTS).isBefore(clock.instant());
        return ended || waiting.isPresent() || parked.isPresent()
                ? Optional.of(new Known(Optional.empty(), waiting, parked, ended, Set.of()))
                : Optional.empty();
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
