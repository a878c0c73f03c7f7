package io.latchkey.jira;

/** What is asked of Jira: its name in metrics, its words in messages, and the permission it most likely lacks. */
enum Operation {
    READ_REQUEST("read-request", "read the request", "Browse Projects"),
    READ_REQUEST_TYPE("read-request-type", "read the request's type", "Browse Projects"),
    READ_STATUS("read-status", "read the request's status", "Browse Projects"),
    READ_APPROVALS("read-approvals", "read the request's approvals", "Service Project Agent"),
    READ_CHANGELOG("read-changelog", "read the request's history", "Browse Projects"),
    SEARCH("search", "search for requests", "Browse Projects"),
    READ_TRANSITIONS("read-transitions", "list the request's transitions", "Transition Issues"),
    TRANSITION("transition", "move the request to another status", "Transition Issues", true),
    READ_COMMENTS("read-comments", "read the request's comments", "Browse Projects"),
    READ_COMMENT("read-comment", "read a comment back", "Browse Projects"),
    READ_COMMENT_PROPERTY("read-comment-property", "read the step that wrote a comment", "Browse Projects"),
    COMMENT("comment", "comment on the request", "Add Comments", true),
    DELETE_COMMENT("delete-comment", "delete our own comment", "Delete Own Comments", true),
    READ_MYSELF("read-myself", "ask for the app's own account", "the app's READ scope"),
    READ_FIELDS("read-fields", "list the site's fields", "the app's READ scope"),
    READ_SERVICE_DESKS("read-service-desks", "list the service desks", "Service Project Agent"),
    READ_REQUEST_TYPES("read-request-types", "list the request types", "Service Project Agent"),
    READ_REQUEST_TYPE_FIELDS(
            "read-request-type-fields", "list the fields of the request type", "Service Project Agent"),
    READ_OWN_PERMISSIONS("read-own-permissions", "ask for the app's own permissions", "the app's READ scope"),
    CHECK_PERMISSIONS("check-permissions", "check a person's permissions", "the app's READ scope");

    private final String tag;
    private final String words;
    private final String permission;
    private final boolean mutates;

    Operation(String tag, String words, String permission) {
        this(tag, words, permission, false);
    }

    Operation(String tag, String words, String permission, boolean mutates) {
        this.tag = tag;
        this.words = words;
        this.permission = permission;
        this.mutates = mutates;
    }

    String tag() {
        return tag;
    }

    /** Completes "Latchkey wanted to …". */
    String words() {
        return words;
    }

    String permission() {
        return permission;
    }

    /** Whether a repeat could do it twice, so that a lost answer matters. */
    boolean mutates() {
        return mutates;
    }
}
