package io.latchkey.provisioning;

import io.latchkey.jira.Person;
import io.latchkey.jira.StatusCategory;
import io.latchkey.provisioning.ApprovalRounds.Verdict;
import io.latchkey.recipe.Guardrail;
import io.latchkey.recipe.Guardrail.Violation;
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

    private Admission() {}

    /** What the issue and its approvals alone decide: empty when they speak for it. */
    static Optional<Outcome> beforeHistory(Reading reading) {
        if (reading.request().status().category() == StatusCategory.DONE) {
            return Optional.of(new Outcome.Ignored("request.closed", true));
        }
        Verdict verdict = verdict(reading);
        if (verdict instanceof Verdict.NotApproved not) {
            return Optional.of(new Outcome.Ignored(not.code(), true));
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

    /** What the history and the inputs decide: empty when they speak for it. */
    static Optional<Outcome> beforeGuardrails(Reading reading, InputReading inputs) {
        Verdict.Approved approved = approved(reading);
        List<String> changed = ContentCheck.changedSince(approved.since(), reading.dependedOn(), reading.changes());
        if (!changed.isEmpty()) {
            return Optional.of(new Outcome.Held(
                    "content.changed-after-approval",
                    "Changed after the approval was asked for: " + String.join(", ", changed)
                            + ". What was approved is not what the request says now; have it approved again."));
        }
        if (!inputs.problems().isEmpty()) {
            String sentences = inputs.problems().stream()
                    .map(InputReading.Problem::sentence)
                    .collect(Collectors.joining(" "));
            return Optional.of(new Outcome.Refused(inputs.problems().get(0).code(), sentences, inputs.found()));
        }
        return Optional.empty();
    }

    /** Who approved, of a request whose approvals speak for it. */
    static List<String> approverIds(Reading reading) {
        return approved(reading).approverIds();
    }

    /**
     * Whether all who approved are people: the record names accounts, and an account may be an app's.
     *
     * @param accountTypes what kind of account each of them is; missing where Jira does not show it
     */
    static Optional<Outcome> beforeGuardrails(Reading reading, Map<String, String> accountTypes) {
        List<String> approvers = approverIds(reading);
        if (approvers.stream().anyMatch(id -> accountTypes.containsKey(id) && !Person.isHuman(accountTypes.get(id)))) {
            return Optional.of(new Outcome.Refused(ApprovalRounds.NOT_A_PERSON, ApprovalRounds.NOT_A_PERSON_SENTENCE));
        }
        return accountTypes.keySet().containsAll(approvers)
                ? Optional.empty()
                : Optional.of(new Outcome.Held(
                        "approval.approver-not-shown",
                        "Jira does not show Latchkey the account of somebody who approved, so nobody can tell whether it"
                                + " is a person's. Give the app the global permission \"Browse users and groups\", or"
                                + " ask somebody else for the approval; any change of the request has it looked at"
                                + " again."));
    }

    /** The last word. */
    static Outcome decide(Reading reading, InputReading inputs) {
        List<Violation> violations = Guardrail.groups(reading.groups());
        if (!violations.isEmpty()) {
            String sentences = violations.stream().map(Violation::sentence).collect(Collectors.joining(" "));
            return new Outcome.Refused(violations.get(0).code(), sentences);
        }
        Verdict.Approved approved = approved(reading);
        List<String> ids =
                approved.round().stream().map(approval -> approval.id()).toList();
        return new Outcome.Admitted(inputs.values(), ids, approved.approverIds());
    }

    private static Verdict verdict(Reading reading) {
        return ApprovalRounds.judge(reading.approvals(), reading.request(), reading.ourselves());
    }

    private static Verdict.Approved approved(Reading reading) {
        if (verdict(reading) instanceof Verdict.Approved approved) {
            return approved;
        }
        throw new IllegalStateException("the history is only read of approved requests");
    }
}
