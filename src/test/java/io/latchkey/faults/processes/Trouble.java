package io.latchkey.faults.processes;

/**
 * One thing that goes wrong.
 *
 * @param kind what
 * @param call at the request's n-th remote call, n from 1, or the first after it that is struck by nothing else
 */
record Trouble(Kind kind, int call) {

    /** What can go wrong at a remote call. */
    enum Kind {
        /** The call never arrives. */
        LOST_BEFORE,
        /** It takes effect and its answer is lost. */
        LOST_AFTER,
        /** It is answered 503 without an effect. */
        ERROR_BEFORE,
        /** It takes effect and a gateway answers 502. */
        ERROR_AFTER,
        /** It is refused with 429. */
        LIMITED,
        /** It takes long, but not too long. */
        SLOW,
        /** It takes effect at once and is answered when nobody waits any more. */
        HANG,
        /** It takes effect when nobody waits any more, and its lease is over. */
        HANG_THEN_EFFECT,
        /** The process that calls is killed, and the call has no effect. */
        KILL_BEFORE,
        /** The process that calls is killed, and the call has its effect. */
        KILL_WITHIN,
        /** The process that called is killed a moment after its answer. */
        KILL_AFTER,
        /** The process that calls is frozen past its lease; the answer waits for it. */
        FREEZE_WITHIN,
        /** The process that called is frozen past its lease a moment after its answer. */
        FREEZE_AFTER,
        /** The process that calls loses its database connections before the effect. */
        DATABASE_BEFORE,
        /** The process that called loses its database connections a moment after its answer. */
        DATABASE_AFTER,
        /** An agent closes the ticket. */
        PERSON_CLOSES,
        /** A person makes an account with the login, just before ours would be made. */
        PERSON_TAKES_LOGIN,
        /** A person edits the first name. */
        PERSON_EDITS,
        /** A person takes the account out of a group, just before its groups are read. */
        PERSON_UNGROUPS,
        /** Okta's searches, lists and log lag behind from now on, for a while. */
        STALE_OKTA,
        /** A moment after the answer, a commit of the process that called is done and its answer lost. */
        COMMIT_UNKNOWN,
        /** An administrator removes the app from the site; what follows is no schedule like the others. */
        UNINSTALLED;

        boolean isKill() {
            return this == KILL_BEFORE || this == KILL_WITHIN || this == KILL_AFTER;
        }

        boolean isCheap() {
            return !isKill() && this != FREEZE_WITHIN && this != FREEZE_AFTER;
        }
    }

    /** Whether it strikes the call with this number. */
    boolean strikes(int number, String method, String path) {
        return switch (kind) {
            case PERSON_TAKES_LOGIN -> method.equals("POST") && path.equals("/api/v1/users");
            case PERSON_UNGROUPS -> method.equals("GET") && path.matches("/api/v1/users/[^/]+/groups");
            default -> number >= call;
        };
    }

    @Override
    public String toString() {
        return kind + "@" + call;
    }
}
