package io.latchkey.rollout;

import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.LimitReached;
import io.latchkey.platform.failure.RetryableFailure;
import io.latchkey.platform.failure.TerminalFailure;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a call of a webhook can fail with. Messages name the webhook, its host where that is the matter, and the
 * status; never the address, a secret, or what was sent or answered.
 */
abstract sealed class RolloutFailure extends FailureException {

    private static final long serialVersionUID = 1L;

    private final @Nullable Integer status;

    private RolloutFailure(String code, FailureKind kind, String explanation, @Nullable Integer status) {
        super(kind, code, explanation);
        this.status = status;
    }

    /** What the receiver answered, if it did. */
    Optional<Integer> status() {
        return Optional.ofNullable(status);
    }

    /** A failure that may pass. */
    abstract static sealed class Passing extends RolloutFailure implements RetryableFailure {

        private static final long serialVersionUID = 1L;

        private final @Nullable Duration retryAfter;

        private Passing(String code, String explanation, @Nullable Integer status, @Nullable Duration retryAfter) {
            super(code, FailureKind.OUTSIDE, explanation, status);
            this.retryAfter = retryAfter;
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }
    }

    /** A failure that stays until somebody changes something. */
    abstract static sealed class Lasting extends RolloutFailure implements TerminalFailure {

        private static final long serialVersionUID = 1L;

        private Lasting(String code, String explanation, @Nullable Integer status) {
            super(code, FailureKind.SETUP, explanation, status);
        }
    }

    /** 429: the receiver wants to be left alone for a while. {@link #retryAfter()} is always present. */
    static final class RateLimited extends Passing implements LimitReached {

        private static final long serialVersionUID = 1L;

        RateLimited(String webhook, Duration retryAfter) {
            super(
                    "rollout.rate-limited",
                    "The webhook " + webhook + " answered 429. The next try is due in " + retryAfter.toSeconds()
                            + " s.",
                    429,
                    retryAfter);
        }
    }

    /** As many webhooks as allowed are being called: nothing was sent. */
    static final class Busy extends Passing implements LimitReached {

        private static final long serialVersionUID = 1L;

        Busy(String webhook, Duration retryAfter) {
            super(
                    "rollout.busy",
                    "The webhook " + webhook
                            + " waits for its turn: as many as allowed are being called at the moment.",
                    null,
                    retryAfter);
        }
    }

    /** 408, 425 or 5xx: the receiver may take it later. */
    static final class Unavailable extends Passing {

        private static final long serialVersionUID = 1L;

        Unavailable(String webhook, int status, @Nullable Duration retryAfter) {
            super(
                    "rollout.unavailable",
                    "The webhook " + webhook + " answered " + status + "; it is called again with the same id.",
                    status,
                    retryAfter);
        }
    }

    /** No answer: the receiver may have taken it. */
    static final class NoAnswer extends Passing {

        private static final long serialVersionUID = 1L;

        NoAnswer(String webhook, String what) {
            super(
                    "rollout.no-answer",
                    "The webhook " + webhook + " gave no answer: " + what + ". It is called again with the same id.",
                    null,
                    null);
        }
    }

    /** Any other status: calling again would change nothing. */
    static final class Refused extends Lasting {

        private static final long serialVersionUID = 1L;

        Refused(String webhook, int status) {
            super("rollout.refused", "The webhook " + webhook + " answered " + status + meaning(status), status);
        }

        private static String meaning(int status) {
            if (status == 410) {
                return ": it wants no more of this. Take the step out of the recipe, or register another address.";
            }
            if (status / 100 == 3) {
                return ", a redirect, which is not followed. Register the address that it leads to.";
            }
            return status / 100 == 4
                    ? "; expected 2xx. See what the receiver objects to, then let the run go on."
                    : ", which is no status that ends a call; expected 2xx.";
        }
    }

    /** The operator's list does not, or no longer, have its host: nothing was sent. */
    static final class NotAllowed extends Lasting {

        private static final long serialVersionUID = 1L;

        NotAllowed(String webhook, String sentence) {
            super("rollout.host-not-allowed", "The webhook " + webhook + " was not called. " + sentence, null);
        }
    }

    /** The tenant has no such webhook, or no longer: nothing was sent. */
    static final class Unknown extends Lasting {

        private static final long serialVersionUID = 1L;

        Unknown(String webhook) {
            super(
                    "rollout.webhook-unknown",
                    "There is no webhook called \"" + webhook + "\". Register it again, then let the run go on.",
                    null);
        }
    }
}
