package io.latchkey.okta;

/**
 * Okta's rate-limit buckets, by family of endpoints. Okta's own Terraform provider lists what counts where: lifecycle,
 * groups and roles of a user in the users' bucket, memberships, rules and roles of groups in the groups', assignments of
 * an application in the applications', the tightest.
 */
enum OktaBucket {
    USERS("users", 100, "accounts"),
    USER("user", 100, "single accounts"),
    USER_CHANGES("user-changes", 100, "changes of accounts"),
    GROUPS("groups", 100, "groups"),
    GROUP("group", 100, "single groups"),
    CLIENTS("clients", 25, "own roles"),
    LOGS("logs", 20, "System Log"),
    APPS("apps", 20, "applications"),
    APP("app", 100, "single applications");

    private final String label;
    private final long smallest;
    private final String words;

    OktaBucket(String label, long smallest, String words) {
        this.label = "okta-" + label;
        this.smallest = smallest;
        this.words = words;
    }

    String label() {
        return label;
    }

    /** What is counted, for people. */
    String words() {
        return words;
    }

    /** Calls per minute of the smallest kind of organisation in Okta's last published table, until an answer tells. */
    long smallest() {
        return smallest;
    }

    /**
     * Where a call counts. Tokens count nowhere here: a connection asks for one an hour, after a failure at a pace of its
     * own, and nothing else could be done without.
     */
    static OktaBucket of(OktaOperation operation) {
        return switch (operation) {
            case FIND_USER -> USER;
            case UPDATE_USER, DELETE_USER -> USER_CHANGES;
            case CREATE_USER,
                    LIST_USERS,
                    LIST_GROUPS_OF_USER,
                    LIST_ROLES_OF_USER,
                    EXPIRE_PASSWORD,
                    ACTIVATE_USER,
                    REACTIVATE_USER,
                    DEACTIVATE_USER,
                    SUSPEND_USER,
                    UNSUSPEND_USER,
                    UNLOCK_USER,
                    RESET_PASSWORD,
                    RESET_FACTORS,
                    CLEAR_SESSIONS,
                    LIST_FACTORS,
                    LIST_APP_LINKS -> USERS;
            case GET_GROUP -> GROUP;
            case ADD_TO_GROUP,
                    REMOVE_FROM_GROUP,
                    SEARCH_GROUPS,
                    CREATE_GROUP,
                    LIST_ROLES_OF_GROUP,
                    LIST_GROUP_RULES,
                    LIST_GROUP_OWNERS,
                    LIST_APPS_OF_GROUP,
                    ADD_GROUP_OWNER -> GROUPS;
            case GET_APP -> APP;
            case FIND_APP,
                    GET_APP_USER,
                    ASSIGN_APP,
                    UNASSIGN_APP,
                    GET_APP_GROUP,
                    ASSIGN_APP_TO_GROUP,
                    UNASSIGN_APP_FROM_GROUP -> APPS;
            case LIST_ROLES_OF_CLIENT -> CLIENTS;
            case READ_LOG -> LOGS;
            case TOKEN -> throw new IllegalArgumentException("tokens are not counted");
        };
    }
}
