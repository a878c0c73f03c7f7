package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.audit.Trail;
import io.latchkey.audit.TrailFilter;
import io.latchkey.jira.Approval;
import io.latchkey.jira.Change;
import io.latchkey.jira.Form;
import io.latchkey.jira.JiraFailure;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

    /** So often a request is read that changes while it is read. */
    private static final int MOST_READINGS = 3;

    /** So long after an admission its run's comment and transition may still be what Jira tells of. */
    private static final Duration OWN_EFFECTS = Duration.ofMinutes(1);

    private final TenantTransactions transactions;
    private final RequestDecisions decisions;
    private final Recipes recipes;
    private final JiraRequests jira;
    private final JiraForms forms;
    private final AppAccount appAccount;
    private final ReadApprovers approvers;
    private final TargetAccounts accounts;
    private final GroupFacts groups;
    private final Preview preview;
    private final Previews previews;
    private final DecideRequest decide;
    private final RequestConsent consent;
    private final TicketSight sight;
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
            TargetAccounts accounts,
            GroupFacts groups,
            Preview preview,
            Previews previews,
            DecideRequest decide,
            RequestConsent consent,
            TicketSight sight,
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
        this.accounts = accounts;
        this.groups = groups;
        this.preview = preview;
        this.previews = previews;
        this.decide = decide;
        this.consent = consent;
        this.sight = sight;
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

    /**
     * {@inheritDoc}
     *
     * <p>The fields are read before the approvals and the history. When the history tells of a change that they may not show
     * yet, they are read once more: had they changed, or should they still lag behind, everything is read anew, so that
     * content and approvals belong to each other.
     *
     * @throws JiraFailure.StillChanging when the request changes whenever it is read
     */
    @Override
    public Conclusion look(TenantId tenant, String issueId, Runnable beforeCall) {
        // Who looks at it meanwhile reads what has changed.
        sight.forget(tenant, issueId);
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
        for (int readings = 1; found.isPresent(); readings++) {
            Found read = found.get();
            Reading reading = withApprovals(tenant, read, beforeCall);
            Optional<Outcome> early = Admission.beforeHistory(reading, known.spent);
            if (early.isPresent()) {
                return early(tenant, reading, early.get(), beforeCall);
            }
            Reading withHistory = withHistory(tenant, reading, beforeCall);
            if (!ContentCheck.mayBeNewer(read.request.updated(), reading.dependedOn(), withHistory.changes())) {
                return decide(tenant, withHistory, beforeCall);
            }
            found = found(tenant, issueId, read.wanted, beforeCall);
            Instant updated = read.request.updated();
            boolean same = found.isPresent() && found.get().request.updated().equals(updated);
            if (same && !ContentCheck.isNewer(updated, reading.dependedOn(), withHistory.changes())) {
                return decide(tenant, withHistory, beforeCall);
            }
            if (readings == MOST_READINGS) {
                throw new JiraFailure.StillChanging(MOST_READINGS);
            }
        }
        return wasOurs(tenant, issueId) ? decide.ignored(tenant, issueId, "request.without-recipe") : Optional::empty;
    }

    /** While it waits for its approval, those who approve are told what that would do. */
    private Conclusion early(TenantId tenant, Reading reading, Outcome early, Runnable beforeCall) {
        boolean waits = early.code().equals(ApprovalRounds.PENDING);
        return waits && reading.version().recipe().isPreviewed()
                ? previews.conclusion(tenant, reading.request().issueId(), preview.of(tenant, reading, beforeCall))
                : decide.conclusion(tenant, reading, early);
    }

    /** A request with its recipe and all fields that this recipe depends on, and when the reading of it began. */
    private record Found(Instant began, RecipeVersion version, ServiceRequest request, FieldsWanted wanted) {}

    /** One call, when these fields turn out to be enough; reads again when the recipe depends on others. */
    private Optional<Found> found(TenantId tenant, String issueId, FieldsWanted wanted, Runnable beforeCall) {
        Instant began = clock.instant();
        beforeCall.run();
        ServiceRequest request = wanted.read(jira, tenant, issueId);
        Optional<RecipeVersion> version = recipe(tenant, request);
        if (version.isEmpty()) {
            return Optional.empty();
        }
        return wanted.cover(version.get())
                ? Optional.of(new Found(began, version.get(), request, wanted))
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
        if (consent.withdrawnByPeople(run, beforeCall).isEmpty()) {
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

    private Reading withApprovals(TenantId tenant, Found found, Runnable beforeCall) {
        beforeCall.run();
        List<Approval> approvals = jira.approvals(tenant, found.request.issueId());
        Zero.approvals(found.request, found.wanted.approvalsField(), approvals);
        return new Reading(
                found.began,
                found.version,
                found.request,
                approvals,
                Optional.of(appAccount.of(tenant)),
                found.wanted.requestTypeField());
    }

    /** Of a reading whose fields are as new as its history. */
    private Conclusion decide(TenantId tenant, Reading withHistory, Runnable beforeCall) {
        InputReading inputs = InputReading.of(
                withHistory.version(), withHistory.request(), withHistory.forms(), Admission.approverIds(withHistory));
        Optional<Outcome> later = Admission.beforeApprovers(withHistory, inputs);
        if (later.isPresent()) {
            return decide.conclusion(tenant, withHistory, later.get());
        }
        Reading withApprovers =
                withHistory.withApprovers(approvers.of(tenant, withHistory, inputs.values(), beforeCall));
        Optional<Outcome> last = Admission.beforeGuardrails(withApprovers, inputs.values());
        if (last.isPresent()) {
            return decide.conclusion(tenant, withApprovers, last.get());
        }
        TargetAccounts.Found targets = accounts.of(
                tenant, withHistory.version(), inputs.values(), Admission.approverIds(withApprovers), beforeCall);
        Reading withPeople = withApprovers.withPeople(targets.people());
        return targets.problem().isPresent()
                ? decide.conclusion(tenant, withPeople, targets.problem().get())
                : decide(tenant, withPeople, targets.inputs(), beforeCall);
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

    private Conclusion decide(TenantId tenant, Reading reading, Map<String, JsonNode> inputs, Runnable beforeCall) {
        var asked = new Outcome.Admitted(inputs, List.of(), Admission.approverIds(reading));
        Set<String> used = Planner.groupIds(
                Planner.plan(reading.version(), reading.request(), asked).steps());
        try {
            Reading whole = reading.withGroups(groups.of(tenant, reading.version(), used, beforeCall));
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
