package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.jira.StatusCategory;
import io.latchkey.provisioning.ApprovalRounds.Verdict;
import io.latchkey.recipe.Guardrail;
import io.latchkey.recipe.Guardrail.Violation;
import io.latchkey.recipe.Recipe;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Is it approved, by whom, and still what was approved? Pure functions over what was read. Each asks only what the reading
 * so far can answer, so that nothing more is read for a request that is not admitted anyway.
 */
final class Admission {

    /** There is no approval to see, nor the field that would say that there is none. */
    private static final String NOT_SHOWN = "approval.not-shown";

    private Admission() {}

    /** What the issue and its approvals alone decide: empty when they speak for it. */
    static Optional<Outcome> beforeHistory(Reading reading) {
        if (reading.request().status().category() == StatusCategory.DONE) {
            return Optional.of(new Outcome.Ignored("request.closed", true));
        }
        Verdict verdict = verdict(reading);
        if (verdict instanceof Verdict.NotApproved not) {
            return Optional.of(new Outcome.Ignored(Zero.isTold(reading) ? not.code() : NOT_SHOWN, true));
        }
        if (verdict instanceof Verdict.WrongApprover wrong) {
            return Optional.of(new Outcome.Refused(wrong.code(), wrong.sentence()));
        }
        return Optional.empty();
    }

    /** Whether one of the approvals admitted this request before, and was stopped: only a new approval admits anew. */
    static Optional<Outcome> beforeHistory(Reading reading, Set<String> spent) {
        Optional<Outcome> early = beforeHistory(reading);
        if (early.isPresent()) {
            return early;
        }
        boolean spentAlready = approved(reading).round().stream().anyMatch(approval -> spent.contains(approval.id()));
        return spentAlready ? Optional.of(new Outcome.Ignored("request.stopped", true)) : Optional.empty();
    }

    /** What the history, the forms and the inputs decide: empty when they speak for it. */
    static Optional<Outcome> beforeApprovers(Reading reading, InputReading inputs) {
        Verdict.Approved approved = approved(reading);
        List<Difference> changed = ContentCheck.changedSince(approved.since(), reading.dependedOn(), reading.changes());
        if (!changed.isEmpty()) {
            return Optional.of(new Outcome.Held(
                    "content.changed-after-approval",
                    "Changed after the approval was asked for: "
                            + changed.stream().map(Difference::name).collect(Collectors.joining(", "))
                            + ". What was approved is not what the request says now; have it approved again.",
                    changed));
        }
        Optional<Outcome> form =
                FormCheck.check(reading.version().recipe(), approved.since(), reading.request(), reading.forms());
        if (form.isPresent()) {
            return form;
        }
        if (!inputs.problems().isEmpty()) {
            String sentences = inputs.problems().stream()
                    .map(InputReading.Problem::sentence)
                    .collect(Collectors.joining(" "));
            return Optional.of(new Outcome.Refused(inputs.problems().get(0).code(), sentences, inputs.found()));
        }
        var history = new ApproverHistory(
                rule(reading).field(), GroupFields.of(reading.version()), approved.since(), reading.changes());
        Optional<Outcome> unfit = Term.problem(reading.version(), inputs.values(), reading.began());
        if (unfit.isPresent()) {
            return unfit;
        }
        return TargetAccounts.approvedByThemselves(inputs.values(), approved.approverIds())
                .or(() -> Recipient.problem(
                        reading.version().recipe(), reading.request(), inputs.values(), approved.approverIds()))
                .or(() -> ApproverCheck.byRequest(rule(reading), approved.approverIds(), history, inputs.values()));
    }

    /** Who approved, of a request whose approvals speak for it. */
    static List<String> approverIds(Reading reading) {
        return approved(reading).approverIds();
    }

    /** What the accounts of those who approved decide: empty when they speak for it. */
    static Optional<Outcome> beforeGuardrails(Reading reading, Map<String, JsonNode> inputs) {
        return ApproverCheck.byAccounts(rule(reading), approverIds(reading), inputs, reading.approvers());
    }

    /** The last word. */
    static Outcome decide(Reading reading, Map<String, JsonNode> inputs) {
        List<Violation> violations = Guardrail.groups(reading.groups());
        if (!violations.isEmpty()) {
            String sentences = violations.stream().map(Violation::sentence).collect(Collectors.joining(" "));
            return new Outcome.Refused(violations.get(0).code(), sentences);
        }
        Verdict.Approved approved = approved(reading);
        List<String> ids =
                approved.round().stream().map(approval -> approval.id()).toList();
        return new Outcome.Admitted(inputs, ids, approved.approverIds());
    }

    private static Verdict verdict(Reading reading) {
        return ApprovalRounds.judge(
                reading.approvals(),
                reading.request(),
                reading.ourselves(),
                rule(reading).steps());
    }

    private static Recipe.Approval rule(Reading reading) {
        return reading.version().recipe().approvalRule();
    }

    private static Verdict.Approved approved(Reading reading) {
        if (verdict(reading) instanceof Verdict.Approved approved) {
            return approved;
        }
        throw new IllegalStateException("the history is only read of approved requests");
    }
}
