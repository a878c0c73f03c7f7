package io.latchkey.adversarial;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** What a ticket is up to, and what its author means to come of it; the oracle says so on its own. */
enum Kind {
    PLAIN(Scene.OPEN, 4, Kind.GRANTED),
    NAMES_OF_THE_WORLD(Scene.OPEN, 2, Kind.GRANTED),
    EDITED_WHERE_IT_DOES_NOT_MATTER(Scene.OPEN, 1, Kind.GRANTED),
    DECLINED_THEN_APPROVED_ANEW(Scene.OPEN, 2, Kind.GRANTED),
    CLOSED_THEN_REOPENED(Scene.OPEN, 1, Kind.GRANTED),
    REFERENCE_INSIDE(Scene.OPEN, 1, Kind.GRANTED),
    HOSTILE_BODY(Scene.OPEN, 2, Kind.GRANTED),
    CHOSEN_BY_ANOTHER(Scene.OPEN, 1, Kind.GRANTED),
    STATUS_FORCED(Scene.OPEN, 1, "approval.pending"),
    COPIED_AND_FORCED(Scene.OPEN, 1, "approval.pending"),
    COPIED_AND_APPROVED_BY_WHO_COPIED(Scene.OPEN, 1, "approval.own-request"),
    NEVER_ANSWERED(Scene.OPEN, 1, "approval.pending"),
    DECLINED(Scene.OPEN, 1, "request.closed"),
    DECLINED_THEN_FORCED(Scene.OPEN, 1, "approval.pending"),
    APPROVED_BY_REPORTER(Scene.OPEN, 1, "approval.own-request"),
    APPROVED_BY_CREATOR(Scene.OPEN, 1, "approval.own-request"),
    APPROVED_BY_APP(Scene.OPEN, 1, "approval.approver-not-a-person"),
    APPROVED_BY_CUSTOMER(Scene.OPEN, 1, "approval.approver-is-customer"),
    APPROVED_BY_WHO_CHOSE_HIMSELF(Scene.OPEN, 1, "approval.chose-themselves"),
    APPROVED_BY_WHO_CHOSE_GROUPS(Scene.OPEN, 1, "approval.chose-themselves"),
    REPORTER_CHANGED_BY_ANOTHER(Scene.OPEN, 1, Kind.GRANTED),
    REPORTER_CHANGED_BY_APPROVER(Scene.OPEN, 1, "approval.changed-reporter"),
    APPROVED_BY_FORMER_REPORTER(Scene.OPEN, 1, "approval.changed-reporter"),
    EDITED_BEFORE_THE_ANSWER(Scene.OPEN, 1, "content.changed-after-approval"),
    OTHER_TYPE(Scene.OPEN, 1, Kind.NOT_OURS),
    FOREIGN_DOMAIN(Scene.OPEN, 1, "guardrail.domain-foreign"),
    LOOK_ALIKE(Scene.OPEN, 1, "guardrail.login-look-alike"),
    HIDDEN_CHARACTERS(Scene.OPEN, 2, "input.hidden-characters"),
    MIXED_SCRIPT(Scene.OPEN, 1, "input.not-an-email"),
    INPUT_MISSING(Scene.OPEN, 1, "input.missing"),
    INPUT_TOO_LONG(Scene.OPEN, 1, "input.too-long"),
    NO_EMAIL(Scene.OPEN, 1, "input.not-an-email"),
    LOGIN_TAKEN(Scene.OPEN, 1, "okta.login-taken"),

    APPROVED_LATE(Scene.HELD_BACK, 2, Kind.GRANTED),
    SENT_BACK_THEN_APPROVED_ANEW(Scene.HELD_BACK, 2, Kind.GRANTED),
    EDITED_AFTER_THE_ANSWER(Scene.HELD_BACK, 2, "content.changed-after-approval"),
    EDITED_AND_TAKEN_BACK(Scene.HELD_BACK, 1, "content.changed-after-approval"),
    MOVED_AFTER_THE_ANSWER(Scene.HELD_BACK, 1, Kind.NOT_OURS),
    MOVED_THERE_AND_BACK(Scene.HELD_BACK, 1, "content.changed-after-approval"),
    OTHER_TYPE_AFTER_THE_ANSWER(Scene.HELD_BACK, 1, Kind.NOT_OURS),
    OTHER_TYPE_AND_BACK(Scene.HELD_BACK, 1, "content.changed-after-approval"),
    CLOSED_AFTER_THE_ANSWER(Scene.HELD_BACK, 1, "request.closed"),
    SENT_BACK_AFTER_THE_ANSWER(Scene.HELD_BACK, 1, "approval.pending"),
    SENT_BACK_THEN_DECLINED(Scene.HELD_BACK, 1, "request.closed"),
    APPROVER_LEFT(Scene.HELD_BACK, 1, "approval.approver-not-a-person"),
    CHOSE_HIMSELF_AND_TOOK_HIMSELF_OUT(Scene.HELD_BACK, 1, "approval.chose-themselves"),
    CHOSE_HIMSELF_AND_WAS_TAKEN_OUT(Scene.HELD_BACK, 1, "approval.chose-themselves"),

    QUORUM_NOT_REACHED(Scene.QUORUM, 1, "approval.pending"),
    QUORUM_REACHED(Scene.QUORUM, 2, Kind.GRANTED),

    SECOND_STEP_OPEN(Scene.TWO_STEPS, 1, "approval.pending"),
    SECOND_STEP_DECLINED(Scene.TWO_STEPS, 1, "request.closed"),
    SECOND_STEP_FORCED(Scene.TWO_STEPS, 1, "approval.pending"),
    BOTH_STEPS(Scene.TWO_STEPS, 2, Kind.GRANTED),

    WITH_A_PROTECTED_GROUP(Scene.PROTECTED_GROUP, 1, "guardrail.group-protected"),

    BESIDE_A_PROTECTED_PERSON(Scene.PROTECTED_PERSON, 1, Kind.GRANTED),
    A_PROTECTED_PERSON(Scene.PROTECTED_PERSON, 1, "guardrail.person-protected"),
    LIKE_A_PROTECTED_PERSON(Scene.PROTECTED_PERSON, 1, "guardrail.login-look-alike"),

    ONE_OF_TOO_MANY(Scene.BREAKER, 1, Kind.GRANTED),

    BY_THE_BOOK(Scene.STRICT, 4, Kind.GRANTED),
    HOSTILE_BODY_BESIDE_THE_FORM(Scene.STRICT, 1, Kind.GRANTED),
    CHOSEN_BY_ANOTHER_BY_THE_BOOK(Scene.STRICT, 1, Kind.GRANTED),
    FORM_MISSING(Scene.STRICT, 1, "form.missing"),
    FORM_OPEN(Scene.STRICT, 1, "form.not-submitted"),
    FORM_CHANGED(Scene.STRICT, 1, "form.changed-after-approval"),
    FORM_DISAGREES(Scene.STRICT, 1, "form.disagrees-with-field"),
    HIDDEN_IN_THE_FORM(Scene.STRICT, 1, "input.hidden-characters"),
    NOT_IN_THE_GROUP(Scene.STRICT, 1, "approval.approver-not-allowed"),
    NOT_MAPPED(Scene.STRICT, 1, "approval.approver-not-mapped"),
    SUSPENDED_IN_OKTA(Scene.STRICT, 1, "approval.approver-not-active-in-okta"),
    SAME_PERSON_IN_OKTA(Scene.STRICT, 1, "approval.own-request"),
    LAST_EDITOR_OF_THE_FIELD(Scene.STRICT, 1, "approval.chose-themselves"),

    APPROVED_ELSEWHERE(Scene.OTHER_STEP, 1, "approval.none"),

    FOR_SOMEBODY_ELSE(Scene.BENEFICIARY, 3, Kind.GRANTED),
    BY_A_CUSTOMER_WHO_MAY(Scene.BENEFICIARY, 2, Kind.GRANTED),
    BENEFICIARY_APPROVES(Scene.BENEFICIARY, 1, "approval.own-access"),
    ONE_OF_THE_BENEFICIARIES_APPROVES(Scene.BENEFICIARY, 1, "approval.own-access"),
    BENEFICIARY_NOT_NAMED(Scene.BENEFICIARY, 1, "input.missing"),
    BENEFICIARY_CHANGED(Scene.BENEFICIARY, 1, "content.changed-after-approval"),

    BY_WHOM_THE_RECIPE_NAMES(Scene.NAMED_APPROVERS, 1, Kind.GRANTED),
    BY_WHOM_THE_FIELD_NAMES(Scene.NAMED_APPROVERS, 1, Kind.GRANTED),
    BY_SOMEBODY_NOT_NAMED(Scene.NAMED_APPROVERS, 1, "approval.approver-not-allowed"),

    TWO_FOR_TWO(Scene.RECIPE_QUORUM, 1, Kind.GRANTED),
    ONE_FOR_TWO(Scene.RECIPE_QUORUM, 1, "approval.quorum-not-met"),

    WITH_A_GROUP_TAKEN_OFF(Scene.GROUP_TAKEN_OFF, 1, "guardrail.group-not-allowed"),
    WITH_AN_ADMINISTERING_GROUP(Scene.ADMINISTERING_GROUP, 1, "guardrail.group-administers"),

    LEFT_ALONE_BETWEEN_READS(Scene.BETWEEN_READS, 1, Kind.GRANTED),
    APPROVALS_NOT_SHOWN_AT_FIRST(Scene.BETWEEN_READS, 1, Kind.GRANTED),
    HISTORY_NOT_SHOWN_AT_FIRST(Scene.BETWEEN_READS, 1, "content.changed-after-approval"),
    EDITED_BETWEEN_READS(Scene.BETWEEN_READS, 2, "content.changed-after-approval"),
    APPROVED_ANEW_BETWEEN_READS(Scene.BETWEEN_READS, 2, Kind.GRANTED),

    LEFT_ALONE(Scene.BEFORE_THE_FIRST_EFFECT, 2, Kind.GRANTED),
    EDITED_BEFORE_THE_FIRST_EFFECT(Scene.BEFORE_THE_FIRST_EFFECT, 2, "content.changed-after-admission"),
    CLOSED_BEFORE_THE_FIRST_EFFECT(Scene.BEFORE_THE_FIRST_EFFECT, 1, "request.closed"),
    FORBIDDEN_BEFORE_THE_FIRST_EFFECT(Scene.BEFORE_THE_FIRST_EFFECT, 1, "guardrail.domain-foreign"),
    SENT_BACK_BEFORE_THE_FIRST_EFFECT(Scene.BEFORE_THE_FIRST_EFFECT, 1, "approval.withdrawn"),

    TOLD_BY_STRANGERS(Scene.STRANGERS, 1, Kind.GRANTED);

    static final String GRANTED = "request.approved";
    static final String NOT_OURS = "not-ours";

    private final Scene scene;
    private final int weight;
    private final String reason;

    Kind(Scene scene, int weight, String reason) {
        this.scene = scene;
        this.weight = weight;
        this.reason = reason;
    }

    /** The kinds of a scene, as often as they weigh. */
    static List<Kind> of(Scene scene) {
        return Arrays.stream(values())
                .filter(kind -> kind.scene == scene)
                .flatMap(kind -> Collections.nCopies(kind.weight, kind).stream())
                .toList();
    }

    boolean isLegitimate() {
        return reason.equals(GRANTED);
    }

    /** What its author means to be said of it. */
    String reason() {
        return reason;
    }
}
