package io.latchkey.jira;

/**
 * What is asked of Jira: its name in metrics, its words in messages, the permission it most likely lacks, and the points
 * it costs. Documented: a point for the call, one for each object of the answer and two for each person, group or
 * permission in it; a change costs one point. How many objects come is estimated.
 */
enum Operation {
    READ_REQUEST(2, "read-request", "read the request", "Browse Projects"),
    READ_TICKET(4, "read-ticket", "find the request", "Browse Projects"),
    READ_PARTICIPANTS(10, "read-participants", "read with whom the request is shared", "Service Project Agent"),
    READ_REQUEST_TYPE(2, "read-request-type", "read the request's type", "Browse Projects"),
    READ_STATUS(2, "read-status", "read the request's status", "Browse Projects"),
    READ_APPROVALS(5, "read-approvals", "read the request's approvals", "Service Project Agent"),
    READ_CHANGELOG(10, "read-changelog", "read the request's history", "Browse Projects"),
    SEARCH(30, "search", "search for requests", "Browse Projects"),
    READ_TRANSITIONS(5, "read-transitions", "list the request's transitions", "Transition Issues"),
    TRANSITION(1, "transition", "move the request to another status", "Transition Issues", true),
    READ_COMMENTS(10, "read-comments", "read the request's comments", "Browse Projects"),
    READ_COMMENT(2, "read-comment", "read a comment back", "Browse Projects"),
    READ_COMMENT_PROPERTY(2, "read-comment-property", "read the step that wrote a comment", "Browse Projects"),
    COMMENT(1, "comment", "comment on the request", "Add Comments", true),
    EDIT_COMMENT(1, "edit-comment", "edit our own comment", "Edit Own Comments", true),
    DELETE_COMMENT(1, "delete-comment", "delete our own comment", "Delete Own Comments", true),
    RAISE_REQUEST(1, "raise-request", "raise another request", "Service Project Agent", true),
    READ_RAISED(2, "read-raised", "read a request that it may have raised", "Browse Projects"),
    READ_MYSELF(3, "read-myself", "ask for the app's own account", "the app's READ scope"),
    READ_PERSON(3, "read-person", "ask what kind of account somebody has", "Browse users and groups"),
    READ_ACCOUNT(10, "read-account", "read somebody's account and groups", "Browse users and groups"),
    READ_FORMS(5, "read-forms", "list the request's forms", "Browse Projects"),
    READ_FORM(2, "read-form", "read a form of the request", "Browse Projects"),
    READ_FIELDS(2, "read-fields", "list the site's fields", "the app's READ scope"),
    READ_SERVICE_DESKS(10, "read-service-desks", "list the service desks", "Service Project Agent"),
    READ_REQUEST_TYPES(20, "read-request-types", "list the request types", "Service Project Agent"),
    READ_PORTAL_FORM(2, "read-portal-form", "find the form of a request type", "Service Project Agent"),
    READ_REQUEST_TYPE_FIELDS(
            20, "read-request-type-fields", "list the fields of the request type", "Service Project Agent"),
    READ_OWN_PERMISSIONS(5, "read-own-permissions", "ask for the app's own permissions", "the app's READ scope"),
    CHECK_PERMISSIONS(5, "check-permissions", "check a person's permissions", "the app's READ scope");

    private final int points;
    private final String tag;
    private final String words;
    private final String permission;
    private final boolean mutates;

    Operation(int points, String tag, String words, String permission) {
        this(points, tag, words, permission, false);
    }

    Operation(int points, String tag, String words, String permission, boolean mutates) {
        this.points = points;
        this.tag = tag;
        this.words = words;
        this.permission = permission;
        this.mutates = mutates;
    }

    /** What a call costs of the hourly points, about. */
    int points() {
        return points;
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

    /** Whether Jira answers with what comments say; one of them may deliver a password. */
    boolean showsComments() {
        return this == COMMENT || this == EDIT_COMMENT || this == READ_COMMENT || this == READ_COMMENTS;
    }

    /** Whether it is a write to an issue that is there already, of which Jira takes so many a second. */
    boolean changesAnIssue() {
        return mutates && this != RAISE_REQUEST;
    }

    /** Whether a repeat could do it twice, so that a lost answer matters. */
    boolean mutates() {
        return mutates;
    }
}
