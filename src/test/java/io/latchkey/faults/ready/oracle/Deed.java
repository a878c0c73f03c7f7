package io.latchkey.faults.ready.oracle;

/**
 * What a person did while the request was under way, as far as it had an effect.
 *
 * @param kind what
 * @param group the group that the account was taken out of, or nothing
 */
public record Deed(Kind kind, String group) {

    /** What people do. */
    public enum Kind {
        /** Nothing, or it was too late for it. */
        NOTHING,
        /** An agent closed the request. */
        CLOSED,
        /** An administrator of Okta suspended the account, or deactivated it where Okta does not let it be suspended. */
        STOPPED,
        /** An administrator of Okta took the account out of a group. */
        UNGROUPED
    }

    /** Nobody did anything. */
    public static final Deed NOTHING = new Deed(Kind.NOTHING, "");
}
