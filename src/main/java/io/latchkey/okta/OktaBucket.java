package io.latchkey.okta;

/**
 * Okta's rate-limit buckets, by family of endpoints. Okta's own Terraform provider lists what counts where: lifecycle,
 * groups and roles of a user in the users' bucket, memberships and roles of a group in the groups'.
 */
enum OktaBucket {
    USERS("users", 100),
    USER("user", 100),
    GROUPS("groups", 100),
    GROUP("group", 100),
    CLIENTS("clients", 25),
    LOGS("logs", 20);

    private final String label;
    private final long smallest;

    OktaBucket(String label, long smallest) {
        this.label = "okta-" + label;
        this.smallest = smallest;
    }

    String label() {
        return label;
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
            case CREATE_USER, LIST_USERS, LIST_GROUPS_OF_USER, LIST_ROLES_OF_USER, EXPIRE_PASSWORD -> USERS;
            case GET_GROUP -> GROUP;
            case ADD_TO_GROUP, SEARCH_GROUPS, CREATE_GROUP, LIST_ROLES_OF_GROUP -> GROUPS;
            case LIST_ROLES_OF_CLIENT -> CLIENTS;
            case READ_LOG -> LOGS;
            case TOKEN -> throw new IllegalArgumentException("tokens are not counted");
        };
    }
}
