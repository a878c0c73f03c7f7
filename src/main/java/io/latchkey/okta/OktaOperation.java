package io.latchkey.okta;

/** The remote calls we make, as metrics, logs and failures name them. */
enum OktaOperation {
    TOKEN("token", false),
    FIND_USER("find-user", false),
    CREATE_USER("create-user", true),
    LIST_USERS("list-users", false),
    LIST_GROUPS_OF_USER("list-groups-of-user", false),
    ADD_TO_GROUP("add-to-group", true),
    GET_GROUP("get-group", false),
    SEARCH_GROUPS("search-groups", false),
    CREATE_GROUP("create-group", true),
    LIST_ROLES_OF_GROUP("list-roles-of-group", false),
    LIST_ROLES_OF_USER("list-roles-of-user", false),
    LIST_ROLES_OF_CLIENT("list-roles-of-client", false),
    EXPIRE_PASSWORD("expire-password", true),
    READ_LOG("read-log", false),
    UPDATE_USER("update-user", true),
    DELETE_USER("delete-user", true),
    ACTIVATE_USER("activate-user", true),
    REACTIVATE_USER("reactivate-user", true),
    DEACTIVATE_USER("deactivate-user", true),
    SUSPEND_USER("suspend-user", true),
    UNSUSPEND_USER("unsuspend-user", true),
    UNLOCK_USER("unlock-user", true),
    RESET_PASSWORD("reset-password", true),
    RESET_FACTORS("reset-factors", true),
    CLEAR_SESSIONS("clear-sessions", true),
    LIST_FACTORS("list-factors", false),
    LIST_APP_LINKS("list-app-links", false),
    REMOVE_FROM_GROUP("remove-from-group", true),
    LIST_GROUP_RULES("list-group-rules", false),
    LIST_GROUP_OWNERS("list-group-owners", false),
    LIST_APPS_OF_GROUP("list-apps-of-group", false),
    ADD_GROUP_OWNER("add-group-owner", true),
    FIND_APP("find-app", false),
    GET_APP("get-app", false),
    GET_APP_USER("get-app-user", false),
    ASSIGN_APP("assign-app", true),
    UNASSIGN_APP("unassign-app", true),
    GET_APP_GROUP("get-app-group", false),
    ASSIGN_APP_TO_GROUP("assign-app-to-group", true),
    UNASSIGN_APP_FROM_GROUP("unassign-app-from-group", true);

    private final String label;
    private final boolean changes;

    OktaOperation(String label, boolean changes) {
        this.label = label;
        this.changes = changes;
    }

    /** Lower case with dashes. */
    String label() {
        return label;
    }

    /** Whether a lost answer leaves a change that may have happened. */
    boolean changes() {
        return changes;
    }

    /** Whether it needs the scope of applications, which a connection may do without. */
    boolean isOfApps() {
        return switch (this) {
            case FIND_APP,
                    GET_APP,
                    GET_APP_USER,
                    ASSIGN_APP,
                    UNASSIGN_APP,
                    GET_APP_GROUP,
                    ASSIGN_APP_TO_GROUP,
                    UNASSIGN_APP_FROM_GROUP -> true;
            default -> false;
        };
    }

    /** Whether it moves an account from one of Okta's states to another, or depends on the state. */
    boolean isLifecycle() {
        return switch (this) {
            case ACTIVATE_USER,
                    REACTIVATE_USER,
                    DEACTIVATE_USER,
                    SUSPEND_USER,
                    UNSUSPEND_USER,
                    UNLOCK_USER,
                    EXPIRE_PASSWORD,
                    RESET_PASSWORD,
                    RESET_FACTORS -> true;
            default -> false;
        };
    }
}
