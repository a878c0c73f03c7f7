package io.latchkey.jira;

import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.LimitReached;
import io.latchkey.platform.failure.PatientFailure;
import io.latchkey.platform.failure.RetryableFailure;
import io.latchkey.platform.failure.TerminalFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a call to Jira can fail with. Messages name the operation and what Jira said, never a token, an address
 * or a person.
 */
public abstract sealed class JiraFailure extends FailureException {

    private static final long serialVersionUID = 1L;

    private JiraFailure(String code, FailureKind kind, String explanation, @Nullable IOException cause) {
        super(kind, code, explanation, cause);
    }

    /** A failure that may pass. */
    public abstract static sealed class Passing extends JiraFailure implements RetryableFailure {

        private static final long serialVersionUID = 1L;

        private final @Nullable Duration retryAfter;

        private Passing(String code, String explanation, @Nullable Duration retryAfter, @Nullable IOException cause) {
            super(code, FailureKind.OUTSIDE, explanation, cause);
            this.retryAfter = retryAfter;
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }
    }

    /** A failure that stays until somebody changes something. */
    public abstract static sealed class Lasting extends JiraFailure implements TerminalFailure {

        private static final long serialVersionUID = 1L;

        private Lasting(String code, FailureKind kind, String explanation) {
            super(code, kind, explanation, null);
        }
    }

    /** 429: nothing was done. {@link #retryAfter()} is always present. */
    public static final class RateLimited extends Passing implements LimitReached {

        private static final long serialVersionUID = 1L;

        private final LimitReason reason;

        RateLimited(Operation operation, LimitReason reason, Duration retryAfter) {
            super(
                    "jira.rate-limited",
                    "Jira answered 429 when Latchkey wanted to " + operation.words() + ": " + reason.words()
                            + ". The next try is due in " + retryAfter.toSeconds() + " s.",
                    retryAfter,
                    null);
            this.reason = reason;
        }

        /** Which limit it was, so that budgets know what to stop. */
        public LimitReason reason() {
            return reason;
        }
    }

    /** The part of Jira's limits that we allow ourselves is used up for the moment: the call was not sent. */
    public static final class NoBudget extends Passing implements LimitReached {

        private static final long serialVersionUID = 1L;

        NoBudget(Operation operation, Duration retryAfter) {
            super(
                    "jira.budget",
                    "Latchkey wanted to " + operation.words()
                            + " and waits for its turn: its part of Jira's limits is used up for the moment.",
                    retryAfter,
                    null);
        }
    }

    /** Jira is down, slow or not reachable, and nothing can have been changed by the call. */
    public static final class Unavailable extends Passing {

        private static final long serialVersionUID = 1L;

        Unavailable(Operation operation, String what, @Nullable Duration retryAfter, @Nullable IOException cause) {
            super("jira.unavailable", "Latchkey could not " + operation.words() + ": " + what + ".", retryAfter, cause);
        }
    }

    /** A list came back empty that cannot be: nothing is concluded from it until it shows what is known to be there. */
    public static final class EmptyList extends Passing {

        private static final long serialVersionUID = 1L;

        /**
         * @param what was empty
         * @param known what says that it cannot be
         */
        public EmptyList(String what, String known) {
            super(
                    "jira.empty-list",
                    "Jira answered an empty list for " + what + ", but " + known
                            + ". Most likely the app's account lacks \""
                            + Operation.READ_APPROVALS.permission()
                            + "\" or \"Browse Projects\" in the project; nothing is decided on that answer.",
                    null,
                    null);
        }
    }

    /** Jira's search may not show yet what an attempt has raised whose answer was lost: it is asked again. */
    public static final class NotShownYet extends Passing implements PatientFailure {

        private static final long serialVersionUID = 1L;

        private final Duration lookAfter;

        NotShownYet(Duration lookAfter) {
            super(
                    "jira.not-shown-yet",
                    "Latchkey may have raised a request already, and Jira's search may not show it yet. It looks again in "
                            + lookAfter.toSeconds() + " s, before it raises anything.",
                    lookAfter,
                    null);
            this.lookAfter = lookAfter;
        }

        @Override
        public Duration lookAfter() {
            return lookAfter;
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.of(lookAfter);
        }
    }

    /** Nothing has failed: a person has not done yet what a step waits for. */
    public static final class WaitsForPerson extends Passing implements PatientFailure {

        private static final long serialVersionUID = 1L;

        private final Duration lookAfter;

        /**
         * @param until completes "The run waits until …"
         */
        WaitsForPerson(String until, Duration lookAfter) {
            super("jira.waits-for-person", "The run waits until " + until + ".", lookAfter, null);
            this.lookAfter = lookAfter;
        }

        @Override
        public Duration lookAfter() {
            return lookAfter;
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.of(lookAfter);
        }
    }

    /** A person had time enough for what a step waits for. */
    public static final class NobodyDidIt extends Lasting {

        private static final long serialVersionUID = 1L;

        NobodyDidIt(long days, String until) {
            super(
                    "jira.nobody-did-it",
                    FailureKind.CALLER,
                    "The run has waited " + days + " days until " + until
                            + ", and waits no longer. Once it is done, let the run go on.");
        }
    }

    /** The request changed each time while it was read, so that what was read does not belong together. */
    public static final class StillChanging extends Passing {

        private static final long serialVersionUID = 1L;

        /**
         * @param readings how often it was read
         */
        public StillChanging(int readings) {
            super(
                    "jira.still-changing",
                    "The request changed each of the " + readings
                            + " times that Latchkey read it; nothing is decided before it rests, and it is read again"
                            + " later.",
                    null,
                    null);
        }
    }

    /** 409: Jira did not do it because something else changed the request at the same moment. */
    public static final class Conflict extends Passing {

        private static final long serialVersionUID = 1L;

        Conflict(Operation operation, String said) {
            super(
                    "jira.conflict",
                    "Jira answered 409, a conflicting update, when Latchkey wanted to " + operation.words() + said
                            + ".",
                    null,
                    null);
        }
    }

    /**
     * The answer to a change was lost (no answer, a cut one, or a 5xx): it may have been done. Look at Jira before it is
     * repeated.
     */
    public static final class OutcomeUnknown extends Passing {

        private static final long serialVersionUID = 1L;

        OutcomeUnknown(Operation operation, String what, @Nullable Duration retryAfter, @Nullable IOException cause) {
            this(
                    "Latchkey wanted to " + operation.words() + " and does not know whether Jira did it: " + what
                            + ". It looks before it repeats.",
                    retryAfter,
                    cause);
        }

        private OutcomeUnknown(String explanation, @Nullable Duration retryAfter, @Nullable Throwable cause) {
            super("jira.outcome-unknown", explanation, retryAfter, cause instanceof IOException broken ? broken : null);
        }

        /** The same, to be looked at no earlier than in this time. */
        OutcomeUnknown notBefore(Duration least) {
            Duration asked = retryAfter().orElse(Duration.ZERO);
            return new OutcomeUnknown(explanation(), asked.compareTo(least) > 0 ? asked : least, getCause());
        }
    }

    /** 404: deleted, or hidden from the app's account. Jira does not say which. */
    public static final class NotSeen extends Lasting {

        private static final long serialVersionUID = 1L;

        NotSeen(Operation operation) {
            super(
                    "jira.not-seen",
                    FailureKind.SETUP,
                    "Jira answered 404 when Latchkey wanted to " + operation.words()
                            + ": it was deleted, or it is hidden from the app's account (" + operation.permission()
                            + ", issue security). Jira does not say which.");
        }
    }

    /** 410: Jira has removed what was asked for. */
    public static final class Gone extends Lasting {

        private static final long serialVersionUID = 1L;

        Gone(Operation operation) {
            super(
                    "jira.gone",
                    FailureKind.OUTSIDE,
                    "Jira answered 410 when Latchkey wanted to " + operation.words() + ": it was removed for good.");
        }
    }

    /** 403: the app is known and lacks a permission. */
    public static final class Forbidden extends Lasting {

        private static final long serialVersionUID = 1L;

        private final String permission;

        Forbidden(Operation operation) {
            super(
                    "jira.forbidden",
                    FailureKind.SETUP,
                    "Jira answered 403 when Latchkey wanted to " + operation.words()
                            + ": the app's account most likely lacks \"" + operation.permission() + "\".");
            this.permission = operation.permission();
        }

        /** The permission that is most likely missing, by Jira's own name. */
        public String permission() {
            return permission;
        }
    }

    /** 401: Jira does not accept the app. */
    public static final class Unauthorized extends Lasting {

        private static final long serialVersionUID = 1L;

        Unauthorized(Operation operation) {
            super(
                    "jira.unauthorized",
                    FailureKind.SETUP,
                    "Jira answered 401 when Latchkey wanted to " + operation.words()
                            + ": it does not accept the app any more. Was it uninstalled?");
        }
    }

    /** 400 and other refusals: Jira says why. */
    public static final class Rejected extends Lasting {

        private static final long serialVersionUID = 1L;

        private final int status;
        private final String said;

        Rejected(Operation operation, int status, String said) {
            super(
                    "jira.rejected",
                    FailureKind.SETUP,
                    "Jira answered " + status + " when Latchkey wanted to " + operation.words() + said + ".");
            this.status = status;
            this.said = said;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }

        TransitionRejected asTransition(String transitionId) {
            return new TransitionRejected(transitionId, said);
        }
    }

    /**
     * 400 to a transition: not possible from the status that the request has now, a screen asks for more, or the app may
     * not. Jira documents one status for all three.
     */
    public static final class TransitionRejected extends Lasting {

        private static final long serialVersionUID = 1L;

        TransitionRejected(String transitionId, String said) {
            super(
                    "jira.transition-rejected",
                    FailureKind.CALLER,
                    "Jira refused transition " + transitionId + said
                            + ". Expected: it leads out of the request's present status, needs no input, and the app has \""
                            + Operation.TRANSITION.permission() + "\".");
        }
    }

    /** A note that had to be internal was shown to customers; it was deleted again. */
    public static final class NotInternal extends Lasting {

        private static final long serialVersionUID = 1L;

        NotInternal() {
            super(
                    "jira.not-internal",
                    FailureKind.SETUP,
                    "Jira made an internal note public, so Latchkey deleted it again: the app's account most likely lacks \"Service Project Agent\".");
        }

        /** A comment that customers can see was to get a text for agents only; it was left as it is. */
        NotInternal(String commentId) {
            super(
                    "jira.not-internal",
                    FailureKind.CALLER,
                    "Comment " + commentId
                            + " can be seen by customers, so Latchkey did not write a text for agents only"
                            + " into it. Expected: an internal note.");
        }
    }

    /** A comment was to be edited or deleted that another account wrote; nothing was done. */
    public static final class NotOurs extends Lasting {

        private static final long serialVersionUID = 1L;

        NotOurs(String commentId) {
            super(
                    "jira.not-ours",
                    FailureKind.CALLER,
                    "Comment " + commentId
                            + " was written by another account, so it stays as it is. Expected: the id of a"
                            + " comment of Latchkey's own, as a step \"" + CommentStep.KIND + "\" leaves it.");
        }
    }

    /** There is more than the product reads; it does not act on a part. */
    public static final class TooMuch extends Lasting {

        private static final long serialVersionUID = 1L;

        TooMuch(Operation operation, String found, String limit) {
            super(
                    "jira.too-much",
                    FailureKind.CALLER,
                    "Latchkey wanted to " + operation.words() + " and found " + found + "; it reads at most " + limit
                            + " and does not act on a part.");
        }
    }

    /** An answer without something that Jira documents: nothing is concluded from it. */
    public static final class NotUnderstood extends Lasting {

        private static final long serialVersionUID = 1L;

        NotUnderstood(Operation operation, String what) {
            super(
                    "jira.not-understood",
                    FailureKind.OUTSIDE,
                    "Latchkey wanted to " + operation.words() + " and did not understand the answer: " + what + ".");
        }
    }
}
