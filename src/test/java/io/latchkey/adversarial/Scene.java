package io.latchkey.adversarial;

/** Tickets that are played together, since they need the same workflow, recipe, guardrails or disturbance. */
enum Scene {
    /** Everybody at once, by the recipe that is shipped. */
    OPEN(Role.ORDINARY, 400),
    /** What comes after the approval is there before the first look. */
    HELD_BACK(Role.ORDINARY, 150),
    /** Jira asks two people. */
    QUORUM(Role.ORDINARY, 30),
    /** Jira asks two people, one after the other. */
    TWO_STEPS(Role.ORDINARY, 40),
    /** A group that the recipe gives is protected. */
    PROTECTED_GROUP(Role.ORDINARY, 15),
    /** Somebody is protected. */
    PROTECTED_PERSON(Role.ORDINARY, 30),
    /** A breaker is set. */
    BREAKER(Role.ORDINARY, 50),

    /** The recipe names a step, who may approve, the approvers' field and a form, and wants to know approvers in Okta. */
    STRICT(Role.STRICT, 130),
    /** The same recipe, where Jira asks for an approval of another name. */
    OTHER_STEP(Role.STRICT, 10),

    /** The recipe says who gets the access, and lets customers of the portal approve. */
    BENEFICIARY(Role.PEOPLE, 60),
    /** The recipe names one approver, and lets a field name others. */
    NAMED_APPROVERS(Role.PEOPLE, 30),
    /** The recipe wants two, and Jira asks as many as the request names. */
    RECIPE_QUORUM(Role.PEOPLE, 20),
    /** A group that the recipe gives is not on the list any more. */
    GROUP_TAKEN_OFF(Role.PEOPLE, 10),
    /** A group that the recipe gives administers Okta by now: the last scene of its company. */
    ADMINISTERING_GROUP(Role.PEOPLE, 10),

    /** The request changes between two reads of one look, or Jira shows less than there is. */
    BETWEEN_READS(Role.LATE, 40),
    /** The request changes between its admission and the first effect. */
    BEFORE_THE_FIRST_EFFECT(Role.LATE, 60),
    /** Only others' signals tell of them, at first. */
    STRANGERS(Role.LATE, 15);

    /** Which company plays it. */
    enum Role {
        ORDINARY,
        STRICT,
        PEOPLE,
        LATE
    }

    private final Role role;
    private final int share;

    Scene(Role role, int share) {
        this.role = role;
        this.share = share;
    }

    Role role() {
        return role;
    }

    /** How many of so many tickets it has; at least one of each of its kinds. */
    int of(int tickets) {
        int all = 0;
        for (Scene scene : values()) {
            all += scene.share;
        }
        return Math.max(Kind.of(this).size(), (int) Math.ceil((double) tickets * share / all));
    }
}
