package io.latchkey.faults;

import java.util.Arrays;
import java.util.List;

/** What may go wrong, and at which kind of point. */
enum Fault {
    /** The node dies before it sends. */
    KILL_BEFORE_SEND(Point.CALL),
    /** The node dies, and what it sent never arrived. */
    KILL_SENT(Point.CALL),
    /** The node dies while what it sent takes effect. */
    KILL_APPLIED(Point.CALL),
    /** The node dies when the answer is there. */
    KILL_AFTER_ANSWER(Point.CALL),
    /** No connection. */
    UNREACHABLE(Point.CALL),
    /** The connection breaks and nothing took effect. */
    RESET_SENT(Point.CALL),
    /** The connection breaks and it took effect. */
    RESET_APPLIED(Point.CALL),
    /** No answer before the deadline, and nothing takes effect. */
    HANG(Point.CALL),
    /** No answer before the deadline, but it took effect. */
    HANG_APPLIED(Point.CALL),
    /** No answer before the deadline, and it takes effect a moment after it. */
    HANG_LATE(Point.CALL),
    /** 429. */
    LIMITED(Point.CALL),
    /** 429 that asks for a wait in which an agent closes the request, of which no signal tells; often it is opened again later. */
    HELD_AND_CLOSED(Point.CALL),
    /** The same, and somebody sends the request back to be approved once more, which it is after a while. */
    HELD_AND_ASKED_AGAIN(Point.CALL),
    /** 500 or 503, nothing done; Jira says at times when to try again. */
    FAILED(Point.CALL),
    /** 503, and it was done all the same. */
    FAILED_APPLIED(Point.CALL),
    /** The database connections of the node die while it calls. */
    DATABASE_CUT(Point.CALL),
    /** The node stands still, long enough to be taken for dead and shorter than its lease, before it sends. */
    STALLED_BEFORE_SEND(Point.CALL),
    /** As above, once the answer is there. */
    STALLED_AFTER_ANSWER(Point.CALL),
    /** The node stands still, longer than its lease, before it sends. */
    FROZEN_BEFORE_SEND(Point.CALL),
    /** The node stands still, longer than its lease, once the answer is there. */
    FROZEN_AFTER_ANSWER(Point.CALL),
    /** The node stands still until another has begun with what it did, and goes on beside it, before it sends. */
    OVERTAKEN_BEFORE_SEND(Point.CALL),
    /** As above, once the answer is there. */
    OVERTAKEN_AFTER_ANSWER(Point.CALL),
    /** An agent closes the request. */
    PERSON_CLOSES(Point.CALL),
    /** An agent comments. */
    PERSON_COMMENTS(Point.CALL),
    /** The reporter edits a field that the plan depends on. */
    PERSON_EDITS(Point.CALL),
    /** Somebody puts the account into a group. */
    PERSON_ADDS_GROUP(Point.CALL),
    /** Somebody takes the account out of a group. */
    PERSON_REMOVES_GROUP(Point.CALL),
    /** Somebody else makes an account with this login. */
    PERSON_MAKES_LOGIN(Point.CALL),
    /** Another app makes an account with this login. */
    APP_MAKES_LOGIN(Point.CALL),
    /** Somebody suspends the account. */
    PERSON_SUSPENDS(Point.CALL),
    /** Somebody gives the account another login. */
    PERSON_RENAMES(Point.CALL),
    /** Somebody has the account's password reset and signs in. */
    PERSON_SIGNS_IN(Point.CALL),
    /** An agent opens the request again after it was closed, by whomever. */
    PERSON_REOPENS(Point.CALL),
    /** An agent sends the request back to be approved once more, which it is after a while. */
    PERSON_ASKS_AGAIN(Point.CALL),
    /** Somebody copies what we wrote. */
    PERSON_COPIES(Point.CALL),
    /** An administrator has runs that are parked go on. */
    PERSON_RETRIES(Point.CALL),
    /** Okta's lists and searches lag behind. */
    STALE_OKTA(Point.CALL),
    /** Okta's log lags behind. */
    STALE_LOG(Point.CALL),
    /** Jira's index lags behind. */
    STALE_JIRA(Point.CALL),
    /** All access tokens become void. */
    TOKENS_REVOKED(Point.CALL),
    /** A new signing key; later the old one is refused. */
    KEY_ROTATED(Point.CALL),
    /** The site removes the app. */
    UNINSTALLED(Point.CALL),
    /** The site switches the app off for a while. */
    DISABLED(Point.CALL),
    /** The node's clock jumps ahead. */
    CLOCK_AHEAD(Point.CALL),
    /** The node's clock jumps back. */
    CLOCK_BACK(Point.CALL),
    /** Every signal of before arrives again. */
    SIGNALS_AGAIN(Point.CALL),
    /** 403, this once: somebody takes a permission from the app and gives it back. */
    FORBIDDEN(Point.CALL),
    /** The site cannot be reached, often for longer than anything is tried again; later somebody speaks on it. */
    AWAY(Point.CALL),
    /** The node dies before the transaction is committed. */
    KILL_BEFORE_COMMIT(Point.WRITE),
    /** The node dies after the transaction was committed. */
    KILL_AFTER_COMMIT(Point.WRITE),
    /** The connection dies at the commit, which is not done. */
    CUT_BEFORE_COMMIT(Point.WRITE),
    /** The connection dies at the commit, which is done: its outcome is not known. */
    CUT_AFTER_COMMIT(Point.WRITE),
    /** The connection dies while the node reads. */
    CUT_READ(Point.READ);

    private final Point point;

    Fault(Point point) {
        this.point = point;
    }

    /** Where it can strike. */
    enum Point {
        /** A remote call. */
        CALL,
        /** A transaction or statement that writes. */
        WRITE,
        /** A transaction that only reads. */
        READ
    }

    /** What people and other apps do. */
    static final List<Fault> BY_OTHERS = Arrays.stream(values())
            .filter(fault -> fault.name().startsWith("PERSON_") || fault == APP_MAKES_LOGIN)
            .toList();

    /** After these nobody knows whether a change was made. */
    static final List<Fault> OF_CHANGES =
            List.of(KILL_SENT, KILL_APPLIED, RESET_SENT, RESET_APPLIED, HANG, HANG_APPLIED, FAILED, FAILED_APPLIED);

    /** What others do to whom a change is about, or to whoever makes it. */
    static final List<Fault> AGAINST_CHANGES = List.of(
            PERSON_MAKES_LOGIN,
            APP_MAKES_LOGIN,
            PERSON_SIGNS_IN,
            PERSON_SUSPENDS,
            PERSON_RENAMES,
            PERSON_REMOVES_GROUP,
            UNINSTALLED);

    /** What people at the ticket do, and its administrator. */
    static final List<Fault> AGAINST_TICKETS = List.of(
            PERSON_COPIES,
            PERSON_COPIES,
            PERSON_REOPENS,
            PERSON_REOPENS,
            PERSON_CLOSES,
            PERSON_ASKS_AGAIN,
            PERSON_EDITS,
            DISABLED);

    boolean kills() {
        return name().startsWith("KILL_");
    }

    /** Whether two nodes are at the same work for a while. */
    boolean overtakes() {
        return this == OVERTAKEN_BEFORE_SEND || this == OVERTAKEN_AFTER_ANSWER;
    }

    /** Whether somebody has to find out what became of a change. */
    boolean leavesDoubt() {
        return kills()
                || switch (this) {
                    case RESET_APPLIED,
                            HANG_APPLIED,
                            HANG_LATE,
                            FAILED_APPLIED,
                            STALLED_BEFORE_SEND,
                            STALLED_AFTER_ANSWER,
                            FROZEN_AFTER_ANSWER,
                            OVERTAKEN_BEFORE_SEND,
                            OVERTAKEN_AFTER_ANSWER,
                            CUT_AFTER_COMMIT -> true;
                    default -> false;
                };
    }

    static List<Fault> at(Point point) {
        return Arrays.stream(values()).filter(fault -> fault.point == point).toList();
    }
}
