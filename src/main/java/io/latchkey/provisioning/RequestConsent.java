package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.jira.Approval;
import io.latchkey.jira.Approval.Decision;
import io.latchkey.jira.JiraRequests;
import io.latchkey.jira.Status;
import io.latchkey.jira.StatusCategory;
import io.latchkey.work.RunConsent;
import io.latchkey.work.RunSoFar;
import io.latchkey.work.Withdrawal;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Whether a request is still wanted as it was admitted: nobody has closed it, and the approvals on which its admission rests
 * still hold, with no newer one that is pending or declined, or answers the same question again. Two calls; the second is spared when the first is enough.
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

    private final JiraRequests jira;

    RequestConsent(JiraRequests jira) {
        this.jira = jira;
    }

    @Override
    public String kind() {
        return DecideRequest.REQUEST;
    }

    @Override
    public Optional<Withdrawal> withdrawn(RunSoFar run, Runnable beforeCall) {
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

    private static Optional<Withdrawal> withdrawn(RunSoFar run, List<Approval> approvals, boolean moved) {
        Set<String> basis = new HashSet<>();
        run.basis().path("approvals").forEach(id -> basis.add(id.asText()));
        Set<String> approved = approvals.stream()
                .filter(approval -> approval.decision() == Decision.APPROVED)
                .map(Approval::id)
                .collect(Collectors.toSet());
        if (!approved.containsAll(basis)) {
            return Optional.of(NOT_APPROVED);
        }
        List<Approval> newer = moved ? List.of() : newerThan(basis, approvals);
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

    /** What was asked for since the approvals that the admission rests on. */
    private static List<Approval> newerThan(Set<String> basis, List<Approval> approvals) {
        Instant newest = approvals.stream()
                .filter(approval -> basis.contains(approval.id()))
                .map(Approval::createdAt)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
        return approvals.stream()
                .filter(approval -> !basis.contains(approval.id()))
                .filter(approval -> !approval.createdAt().isBefore(newest))
                .toList();
    }

    private static boolean isYes(Approval approval) {
        return approval.decision() == Decision.APPROVED;
    }
}
