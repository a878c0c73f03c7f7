package io.latchkey.provisioning;

import java.util.List;

/** The kinds of steps that the planner completes from what it knows of the request. */
final class StepKinds {

    static final String CREATE_USER = "okta.create-user";
    static final String ENSURE_GROUPS = "okta.ensure-groups";
    static final String RESET_PASSWORD = "okta.reset-password";
    static final String ACTIVATE_USER = "okta.activate-user";
    static final String REACTIVATE_USER = "okta.reactivate-user";
    static final String OFFER = "handover.offer";
    static final String DELETE_USER = "okta.delete-user";
    static final String CREATE_GROUP = "okta.create-group";
    static final String ASSIGN_APP = "okta.assign-app";
    static final String ASSIGN_APP_TO_GROUP = "okta.assign-app-to-group";
    static final String REMOVE_FROM_GROUPS = "okta.remove-from-groups";
    static final String CHANGE_ROLE = "okta.change-role";
    static final String GIVE = "grants.give";
    static final String EXTEND = "grants.extend";
    static final String WAIT_UNTIL = "work.wait-until";
    static final String RAISE_REQUEST = "jira.raise-request";
    static final String WAIT_FOR_PERSON = "jira.wait-for-person";
    static final String WAIT_FOR_REQUEST = "jira.wait-for-request";
    static final String STEPS_IN_JIRA = "jira.";
    static final String CALL_WEBHOOK = "rollout.call-webhook";
    static final String COMMENT = "jira.comment";
    static final String TRANSITION = "jira.transition";

    private static final List<String> STEPS_IN_OKTA = List.of("okta.", "grants.");

    private StepKinds() {}

    /** Whether it changes accounts or groups. */
    static boolean isInOkta(String kind) {
        return STEPS_IN_OKTA.stream().anyMatch(kind::startsWith);
    }
}
