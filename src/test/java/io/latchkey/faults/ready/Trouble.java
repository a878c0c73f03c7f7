package io.latchkey.faults.ready;

import io.latchkey.faults.ready.oracle.Deed;

/**
 * One thing that goes wrong.
 *
 * @param kind what
 * @param point at which remote call
 */
record Trouble(Kind kind, Point point) {

    /** What can go wrong at a remote call. */
    enum Kind {
        /** The connection breaks before anything is done, and for a moment nobody listens there any more. */
        AWAY,
        /** The connection breaks before anything is done. */
        LOST_BEFORE,
        /** It takes effect and its answer is lost. */
        LOST_AFTER,
        /** It is refused with 429, and told when to come again. */
        LIMITED,
        /** It is answered 500 without an effect. */
        ERROR_BEFORE,
        /** It takes effect and is answered 503. */
        ERROR_AFTER,
        /** It takes effect and is answered when nobody waits any more. */
        LATE,
        /** It takes effect, and the node that called is gone; one that starts later takes over. */
        KILLED,
        /** An agent closes the request, just before. */
        CLOSED,
        /** An administrator of Okta stops the account, just before. */
        STOPPED,
        /** An administrator of Okta takes the account out of a group, just before. */
        UNGROUPED;

        /** Reads have no effect that could be lost with a node; that the node is gone is the same at each of them. */
        boolean strikes(Point point) {
            return this != KILLED || point.writes();
        }

        /** What a person does by it. */
        Deed.Kind deed() {
            return switch (this) {
                case CLOSED -> Deed.Kind.CLOSED;
                case STOPPED -> Deed.Kind.STOPPED;
                case UNGROUPED -> Deed.Kind.UNGROUPED;
                default -> Deed.Kind.NOTHING;
            };
        }
    }

    @Override
    public String toString() {
        return kind + " at " + point;
    }
}
