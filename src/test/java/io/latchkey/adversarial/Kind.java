package io.latchkey.adversarial;

/** What a ticket is up to. Whether it should be granted is what its author means; the oracle says so on its own. */
enum Kind {
    PLAIN(true),
    NAMES_OF_THE_WORLD(true),
    EDITED_WHERE_IT_DOES_NOT_MATTER(true),
    DECLINED_THEN_APPROVED_ANEW(true),
    CLOSED_THEN_REOPENED(true),

    STATUS_FORCED(false),
    COPIED_AND_FORCED(false),
    NEVER_ANSWERED(false),
    DECLINED(false),
    DECLINED_THEN_FORCED(false),
    APPROVED_BY_REPORTER(false),
    APPROVED_BY_CREATOR(false),
    APPROVED_BY_APP(false),
    EDITED_BEFORE_THE_ANSWER(false),
    OTHER_TYPE(false),
    FOREIGN_DOMAIN(false),
    LOOK_ALIKE(false),
    HIDDEN_CHARACTERS(false),
    MIXED_SCRIPT(false),
    INPUT_MISSING(false),
    INPUT_TOO_LONG(false),
    NO_EMAIL(false),
    REFERENCE_INSIDE(true),

    /** Played while webhooks are held, so that what comes after the approval is there before the first look. */
    EDITED_AFTER_THE_ANSWER(false),
    MOVED_AFTER_THE_ANSWER(false),
    CLOSED_AFTER_THE_ANSWER(false),
    SENT_BACK_AFTER_THE_ANSWER(false),
    APPROVER_LEFT(false),
    APPROVED_LATE(true),

    /** Played while two people have to answer. */
    QUORUM_NOT_REACHED(false),
    QUORUM_REACHED(true),
    SECOND_STEP_OPEN(false),
    SECOND_STEP_DECLINED(false),
    BOTH_STEPS(true),

    /** Played while a group is protected, and while a breaker is set. */
    WITH_A_PROTECTED_GROUP(false),
    ONE_OF_TOO_MANY(true);

    private final boolean legitimate;

    Kind(boolean legitimate) {
        this.legitimate = legitimate;
    }

    boolean isLegitimate() {
        return legitimate;
    }
}
