package io.latchkey.sandbox.jira;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One round of one approval step. It has no time per approver, only when it began and when it was completed
 * (documented). Guarded by the {@link Tracker}.
 */
final class Approval {

    private final String id;
    private final ApprovalStep step;
    private final Instant created;
    private final Map<String, Decision> decisions = new LinkedHashMap<>();
    private Decision finalDecision = Decision.PENDING;
    private @Nullable Instant completed;

    Approval(String id, ApprovalStep step, Instant created, List<Person> approvers) {
        this.id = id;
        this.step = step;
        this.created = created;
        approvers.forEach(approver -> decisions.put(approver.accountId(), Decision.PENDING));
    }

    String id() {
        return id;
    }

    ApprovalStep step() {
        return step;
    }

    Instant created() {
        return created;
    }

    Optional<Instant> completed() {
        return Optional.ofNullable(completed);
    }

    Decision finalDecision() {
        return finalDecision;
    }

    /** Each approver's decision, by account id. */
    Map<String, Decision> decisions() {
        return decisions;
    }

    boolean isPending() {
        return finalDecision == Decision.PENDING;
    }

    boolean awaits(Person person) {
        return isPending() && decisions.get(person.accountId()) == Decision.PENDING;
    }

    void decide(Person person, Decision decision) {
        decisions.put(person.accountId(), decision);
    }

    void complete(Decision decision, Instant at) {
        finalDecision = decision;
        completed = at;
    }

    void replaceApprovers(List<Person> approvers) {
        var kept = new LinkedHashMap<String, Decision>();
        approvers.forEach(approver ->
                kept.put(approver.accountId(), decisions.getOrDefault(approver.accountId(), Decision.PENDING)));
        decisions.clear();
        decisions.putAll(kept);
    }
}
