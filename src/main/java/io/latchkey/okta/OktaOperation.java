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
    READ_LOG("read-log", false);

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
}
