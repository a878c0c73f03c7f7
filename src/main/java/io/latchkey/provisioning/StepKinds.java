package io.latchkey.provisioning;

/** The kinds of steps that the planner completes from what it knows of the request. */
final class StepKinds {

    static final String CREATE_USER = "okta.create-user";
    static final String ENSURE_GROUPS = "okta.ensure-groups";
    static final String RESET_PASSWORD = "okta.reset-password";
    static final String DELETE_USER = "okta.delete-user";
    static final String CREATE_GROUP = "okta.create-group";
    static final String GIVE = "grants.give";
    static final String EXTEND = "grants.extend";
    static final String WAIT_UNTIL = "work.wait-until";
    static final String STEPS_IN_JIRA = "jira.";
    static final String COMMENT = "jira.comment";
    static final String TRANSITION = "jira.transition";

    private StepKinds() {}
}
