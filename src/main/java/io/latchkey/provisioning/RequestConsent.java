package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.jira.Approval;
import io.latchkey.jira.Approval.Decision;
import io.latchkey.jira.Form;
import io.latchkey.jira.JiraForms;
import io.latchkey.jira.JiraRequests;
import io.latchkey.jira.ServiceRequest;
import io.latchkey.jira.Status;
import io.latchkey.jira.StatusCategory;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.provisioning.guard.PlanGuard;
import io.latchkey.provisioning.guard.Verdict;
import io.latchkey.recipe.Guardrail;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.recipe.Recipes;
import io.latchkey.work.Plan;
import io.latchkey.work.PlannedStep;
import io.latchkey.work.RunConsent;
import io.latchkey.work.RunSoFar;
import io.latchkey.work.Withdrawal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Whether a request is still wanted as it was admitted: nobody has closed it, and the approvals on which its admission rests
 * still hold, with no newer one that is pending or declined, or answers the same question again. Before the first effect
 * also whether what would be done is still what was approved: the plan is made anew from what Jira says, and its hash has
 * to be the one that was recorded. As long as something is left to do in Okta, the guardrails are asked again, with what is
 * true of the recipe's groups. Two calls, more with forms, and one for each group whose roles were not read within the last
 * minute; none is made after one that is enough.
 *
 * <p>A transition of the run itself is no person's doing: a status that it led to closes nothing, and what it makes Jira ask
 * for anew withdraws nothing.
 */
@Component
class RequestConsent implements RunConsent {

    private static final Withdrawal CLOSED =
            new Withdrawal("request.closed", "the request was closed before everything was done.");
    private static final Withdrawal NOT_APPROVED =
            new Withdrawal("approval.withdrawn", "the request is not approved any more.");
    private static final Withdrawal RENEWED = new Withdrawal(
            "approval.renewed", "the request was approved anew, so that an earlier approval does not count any more.");

    private static final Withdrawal REMAPPED = new Withdrawal(
            "account.remapped",
            "an administrator has said since that a person whom the request is about has another account in Okta, or none.");

    static final Withdrawal CHANGED = new Withdrawal(
            "content.changed-after-admission",
            "the request says something else than what was approved, so it has to be approved again.");

    private final JiraRequests jira;
    private final JiraForms forms;
    private final Recipes recipes;
    private final TargetAccounts accounts;
    private final GroupFacts groups;
    private final PlanGuard guard;
    private final TenantTransactions transactions;

    RequestConsent(
            JiraRequests jira,
            JiraForms forms,
            Recipes recipes,
            TargetAccounts accounts,
            GroupFacts groups,
            PlanGuard guard,
            TenantTransactions transactions) {
        this.jira = jira;
        this.forms = forms;
        this.recipes = recipes;
        this.accounts = accounts;
        this.groups = groups;
        this.guard = guard;
        this.transactions = transactions;
    }

    @Override
    public String kind() {
        return DecideRequest.REQUEST;
    }

    /**
     * {@inheritDoc}
     *
     * @throws RolesUnreadable when Okta does not tell whether what is still to be given is allowed
     */
    @Override
    public Optional<Withdrawal> withdrawn(RunSoFar run, Runnable beforeCall) {
        Optional<Withdrawal> withdrawn = withdrawnByPeople(run, beforeCall);
        return withdrawn.isPresent() ? withdrawn : forbidden(run, beforeCall);
    }

    /** What Jira alone says: whether people still want it as it was admitted. */
    Optional<Withdrawal> withdrawnByPeople(RunSoFar run, Runnable beforeCall) {
        boolean untouched = run.done().isEmpty() && run.basis().has(ApprovedContent.HASH);
        return untouched ? beforeFirstEffect(run, version(run), beforeCall) : underWay(run, beforeCall);
    }

    private RecipeVersion version(RunSoFar run) {
        UUID recipe = UUID.fromString(run.basis().path("recipe").asText());
        int number = run.basis().path("recipeVersion").asInt();
        return transactions
                .read(run.tenant(), () -> recipes.version(run.tenant(), recipe, number))
                .orElseThrow(() -> new IllegalStateException(
                        "version " + number + " of recipe " + recipe + " is gone, although versions are kept"));
    }

    /** What is still to be done in Okta must be allowed now: guardrails and groups change while a run waits. */
    private Optional<Withdrawal> forbidden(RunSoFar run, Runnable beforeCall) {
        List<PlannedStep> left = run.remaining().stream()
                .filter(step -> StepKinds.isInOkta(step.kind()))
                .toList();
        if (left.isEmpty()) {
            return Optional.empty();
        }
        RecipeVersion version = version(run);
        List<Guardrail.Group> now = groups.lately(run.tenant(), version, Planner.groupIds(left), beforeCall);
        if (now.stream().anyMatch(group -> group.administration() == Guardrail.Administration.UNREADABLE)) {
            throw new RolesUnreadable();
        }
        String connection = version.recipe().connection();
        if (accounts.isRemapped(run.tenant(), connection, run.basis())) {
            return Optional.of(REMAPPED);
        }
        List<Guardrail.Person> people = accounts.now(run.tenant(), connection, left, beforeCall);
        Plan rest = new Plan(run.basis(), left);
        Optional<Verdict.Barred> barred =
                transactions.read(run.tenant(), () -> guard.barredNow(run.tenant(), version, rest, now, people));
        return barred.map(
                why -> new Withdrawal(why.code(), "what was approved is not allowed any more. " + why.sentence()));
    }

    private Optional<Withdrawal> beforeFirstEffect(RunSoFar run, RecipeVersion version, Runnable beforeCall) {
        FieldsWanted wanted = FieldsWanted.of(List.of(version));
        beforeCall.run();
        ServiceRequest request = wanted.read(jira, run.tenant(), run.subject());
        if (request.status().category() == StatusCategory.DONE) {
            return Optional.of(CLOSED);
        }
        beforeCall.run();
        Optional<Withdrawal> withdrawn = withdrawn(run, jira.approvals(run.tenant(), run.subject()), false);
        return withdrawn.isPresent() ? withdrawn : changed(run, version, request, beforeCall);
    }

    private Optional<Withdrawal> changed(
            RunSoFar run, RecipeVersion version, ServiceRequest request, Runnable beforeCall) {
        Set<String> templates = FormCheck.templates(version.recipe());
        List<Form> read = List.of();
        if (!templates.isEmpty()) {
            beforeCall.run();
            read = forms.forms(run.tenant(), run.subject(), templates, beforeCall);
        }
        InputReading inputs = InputReading.of(version, request, read, approvers(run));
        return inputs.problems().isEmpty() && isApproved(run, version, request, inputs)
                ? Optional.empty()
                : Optional.of(CHANGED);
    }

    private static boolean isApproved(
            RunSoFar run, RecipeVersion version, ServiceRequest request, InputReading inputs) {
        Map<String, JsonNode> values = TargetAccount.pinned(inputs.values(), run.basis());
        if (values.values().stream()
                .anyMatch(value -> TargetAccount.isOne(value)
                        && TargetAccount.oktaUserId(value).isEmpty())) {
            return false;
        }
        var admitted = new Outcome.Admitted(values, List.copyOf(admittedOn(run)), approvers(run));
        Plan plan = Planner.plan(version, request, admitted)
                .saltedWith(run.basis().path("salt").asText());
        return ApprovedContent.hash(version, request, plan)
                .equals(run.basis().path(ApprovedContent.HASH).asText());
    }

    private Optional<Withdrawal> underWay(RunSoFar run, Runnable beforeCall) {
        Optional<JsonNode> moved = lastMove(run);
        beforeCall.run();
        Status status = jira.status(run.tenant(), run.subject());
        boolean ours = moved.filter(to -> status.id().equals(to.path("statusId").asText()))
                .isPresent();
        if (status.category() == StatusCategory.DONE && !ours) {
            return Optional.of(CLOSED);
        }
        beforeCall.run();
        List<Approval> approvals = jira.approvals(run.tenant(), run.subject());
        return withdrawn(run, approvals, moved.isPresent());
    }

    /**
     * Whether people have approved the request once more since its admission, all that was asked for: then it is admitted
     * anew, with what it says now. One call.
     */
    Optional<Withdrawal> renewed(RunSoFar run, Runnable beforeCall) {
        beforeCall.run();
        List<Approval> approvals = jira.approvals(run.tenant(), run.subject());
        return withdrawn(run, approvals, lastMove(run).isPresent()).filter(RENEWED::equals);
    }

    private static Optional<JsonNode> lastMove(RunSoFar run) {
        return run.done().stream()
                .filter(step -> step.kind().equals(StepKinds.TRANSITION))
                .map(RunSoFar.Done::facts)
                .filter(facts -> facts.path("moved").asBoolean())
                .reduce((earlier, later) -> later);
    }

    /** Whether the approvals as they are now take the admission back; after a move of the run's own newer ones do not count. */
    static Optional<Withdrawal> withdrawn(RunSoFar run, List<Approval> approvals, boolean moved) {
        Set<String> basis = admittedOn(run);
        Zero.approvals(basis, approvals);
        Set<String> approved = approvals.stream()
                .filter(approval -> approval.decision() == Decision.APPROVED)
                .map(Approval::id)
                .collect(Collectors.toSet());
        if (!approved.containsAll(basis)) {
            return Optional.of(NOT_APPROVED);
        }
        Set<String> named = texts(run, "approvalSteps");
        List<Approval> newer = moved
                ? List.of()
                : newerThan(basis, approvals).stream()
                        .filter(approval -> named.isEmpty() || named.contains(approval.name()))
                        .toList();
        if (!newer.stream().allMatch(RequestConsent::isYes)) {
            return Optional.of(NOT_APPROVED);
        }
        Set<String> admitted = approvals.stream()
                .filter(approval -> basis.contains(approval.id()))
                .map(Approval::name)
                .collect(Collectors.toSet());
        return newer.stream().anyMatch(approval -> admitted.contains(approval.name()))
                ? Optional.of(RENEWED)
                : Optional.empty();
    }

    /** Who approved, as the admission found them; the approvals themselves are asked apart. */
    private static List<String> approvers(RunSoFar run) {
        return texts(run, Planner.APPROVERS).stream().sorted().toList();
    }

    private static Set<String> admittedOn(RunSoFar run) {
        return texts(run, "approvals");
    }

    private static Set<String> texts(RunSoFar run, String member) {
        Set<String> texts = new HashSet<>();
        run.basis().path(member).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** What was asked for since the approvals that the admission rests on. */
    private static List<Approval> newerThan(Set<String> basis, List<Approval> approvals) {
        Optional<Approval> newest = approvals.stream()
                .filter(approval -> basis.contains(approval.id()))
                .max(ApprovalRounds.AS_ASKED);
        return approvals.stream()
                .filter(approval -> !basis.contains(approval.id()))
                .filter(approval -> newest.isEmpty() || ApprovalRounds.AS_ASKED.compare(approval, newest.get()) > 0)
                .toList();
    }

    private static boolean isYes(Approval approval) {
        return approval.decision() == Decision.APPROVED;
    }
}
