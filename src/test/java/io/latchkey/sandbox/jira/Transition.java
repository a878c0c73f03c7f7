package io.latchkey.sandbox.jira;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The transitions that people and apps may choose; those behind an approval are not among them. */
enum Transition {
    COMPLETE("31", "Complete", Set.of(Status.APPROVED), Status.DONE),
    REOPEN("41", "Reopen", Set.of(Status.DONE), Status.APPROVED),
    BACK_TO_APPROVAL("51", "Back to approval", Set.of(Status.APPROVED), Status.WAITING_FOR_APPROVAL),
    /** Around the approval: nobody's decision is recorded. */
    FORCE("61", "Force", Set.of(Status.WAITING_FOR_APPROVAL, Status.WAITING_FOR_SECOND_APPROVAL), Status.APPROVED),
    RESUBMIT("71", "Resubmit", Set.of(Status.DECLINED), Status.WAITING_FOR_APPROVAL);

    private final String id;
    private final String label;
    private final Set<Status> from;
    private final Status to;

    Transition(String id, String label, Set<Status> from, Status to) {
        this.id = id;
        this.label = label;
        this.from = from;
        this.to = to;
    }

    String id() {
        return id;
    }

    String label() {
        return label;
    }

    Status to() {
        return to;
    }

    static List<Transition> outOf(Status status) {
        return Arrays.stream(values())
                .filter(transition -> transition.from.contains(status))
                .toList();
    }

    static Optional<Transition> find(String id, Status status) {
        return outOf(status).stream()
                .filter(transition -> transition.id.equals(id))
                .findFirst();
    }
}
