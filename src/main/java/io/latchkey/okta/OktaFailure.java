package io.latchkey.okta;

import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.LimitReached;
import io.latchkey.platform.failure.RetryableFailure;
import io.latchkey.platform.failure.TerminalFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can go wrong with Okta, decided once from its answer. Messages carry codes, attribute names, opaque ids and Okta's
 * request id, never a body, a login or a password.
 */
public abstract sealed class OktaFailure extends FailureException {

    private static final long serialVersionUID = 1L;

    private OktaFailure(String code, FailureKind kind, String explanation) {
        super(kind, code, explanation);
    }

    /** May pass by itself. */
    public abstract static sealed class Retryable extends OktaFailure implements RetryableFailure {

        private static final long serialVersionUID = 1L;

        private final @Nullable Duration retryAfter;

        private Retryable(String code, FailureKind kind, String explanation, @Nullable Duration retryAfter) {
            super(code, kind, explanation);
            this.retryAfter = retryAfter;
        }

        @Override
        public final Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }
    }

    /** Over a limit of the organisation; nothing was done. */
    public static final class RateLimited extends Retryable implements LimitReached {

        private static final long serialVersionUID = 1L;

        RateLimited(String explanation, Duration retryAfter) {
            super("okta.rate-limited", FailureKind.OUTSIDE, explanation, retryAfter);
        }
    }

    /** The share of the organisation's limits that we allow ourselves is used up for the moment; nothing was sent. */
    public static final class NoBudget extends Retryable implements LimitReached {

        private static final long serialVersionUID = 1L;

        NoBudget(String explanation, Duration retryAfter) {
            super("okta.budget", FailureKind.OUTSIDE, explanation, retryAfter);
        }
    }

    /** Okta is down, slow or cannot be reached, and nothing was changed. */
    public static final class Unavailable extends Retryable {

        private static final long serialVersionUID = 1L;

        Unavailable(String explanation) {
            super("okta.unavailable", FailureKind.OUTSIDE, explanation, null);
        }

        Unavailable(String explanation, Duration retryAfter) {
            super("okta.unavailable", FailureKind.OUTSIDE, explanation, retryAfter);
        }
    }

    /** Okta is still working on an earlier change of the same account or group; nothing was done. */
    public static final class InTransition extends Retryable {

        private static final long serialVersionUID = 1L;

        InTransition(String explanation) {
            super("okta.in-transition", FailureKind.OUTSIDE, explanation, Duration.ofSeconds(10));
        }
    }

    /** This node has as many calls to Okta under way as it allows itself; nothing was sent. */
    public static final class Busy extends Retryable {

        private static final long serialVersionUID = 1L;

        Busy(String explanation) {
            super("okta.busy", FailureKind.OURS, explanation, Duration.ofSeconds(1));
        }
    }

    /**
     * A change was sent and its answer was lost or was a server error: it may have happened. Look before repeating, since
     * Okta has no idempotency keys.
     */
    public static final class OutcomeUnknown extends Retryable {

        private static final long serialVersionUID = 1L;

        OutcomeUnknown(String explanation) {
            super("okta.outcome-unknown", FailureKind.OUTSIDE, explanation, null);
        }
    }

    /**
     * Whether the person is an administrator of Okta cannot be read, so nothing is done to the account: what cannot be read
     * counts as privileged.
     */
    public static final class RolesUnreadable extends Retryable {

        private static final long serialVersionUID = 1L;

        RolesUnreadable(String reason) {
            super(
                    "guardrail.okta-roles-unreadable",
                    FailureKind.SETUP,
                    "whether the person is an administrator of Okta cannot be read, so nothing was done: " + reason,
                    null);
        }
    }

    /** Will not pass by itself. */
    public abstract static sealed class Terminal extends OktaFailure implements TerminalFailure {

        private static final long serialVersionUID = 1L;

        private Terminal(String code, FailureKind kind, String explanation) {
            super(code, kind, explanation);
        }
    }

    /** Something that an administrator has to set up: a key, a client id, a scope, a role, an address. */
    public static final class Setup extends Terminal {

        private static final long serialVersionUID = 1L;

        Setup(String code, String explanation) {
            super(code, FailureKind.SETUP, explanation);
        }
    }

    /** The login belongs to an account already; a deactivated one holds its login too. */
    public static final class LoginTaken extends Terminal {

        private static final long serialVersionUID = 1L;

        LoginTaken(String explanation) {
            super("okta.login-taken", FailureKind.CALLER, explanation);
        }
    }

    /** The person is an administrator of Okta, whom nothing is done to through a ticket. */
    public static final class Administrator extends Terminal {

        private static final long serialVersionUID = 1L;

        Administrator(List<String> roles) {
            super(
                    "guardrail.okta-administrator",
                    FailureKind.CALLER,
                    "the person is an administrator of Okta (" + String.join(", ", roles) + "), directly or by a group."
                            + " Accounts of administrators are not changed through a ticket; an administrator has to do"
                            + " it in Okta. Nothing was done");
        }
    }

    /** The account is in a state in which this cannot be done. */
    public static final class WrongState extends Terminal {

        private static final long serialVersionUID = 1L;

        WrongState(String explanation) {
            super("okta.wrong-state", FailureKind.CALLER, explanation);
        }
    }

    /** A person has changed meanwhile what we did, or were about to; what they did stands. */
    public static final class AccountChanged extends Terminal {

        private static final long serialVersionUID = 1L;

        AccountChanged(String explanation) {
            super("okta.account-changed", FailureKind.CALLER, explanation);
        }
    }

    /** A group with this name exists already. */
    public static final class GroupNameTaken extends Terminal {

        private static final long serialVersionUID = 1L;

        GroupNameTaken(String explanation) {
            super("okta.group-name-taken", FailureKind.SETUP, explanation);
        }
    }

    /** The group does not exist any more, or is hidden from us. */
    public static final class GroupGone extends Terminal {

        private static final long serialVersionUID = 1L;

        GroupGone(String explanation) {
            super("okta.group-gone", FailureKind.SETUP, explanation);
        }
    }

    /** The account does not exist any more, or is hidden from us. */
    public static final class UserGone extends Terminal {

        private static final long serialVersionUID = 1L;

        UserGone(String explanation) {
            super("okta.user-gone", FailureKind.CALLER, explanation);
        }
    }

    /** The organisation's password policy refused the password. */
    public static final class PasswordRejected extends Terminal {

        private static final long serialVersionUID = 1L;

        PasswordRejected(String explanation) {
            super("okta.password-rejected", FailureKind.SETUP, explanation);
        }
    }

    /** Okta refused attributes of the profile. */
    public static final class InvalidProfile extends Terminal {

        private static final long serialVersionUID = 1L;

        private final List<String> attributes;

        InvalidProfile(List<String> attributes, String explanation) {
            super("okta.invalid-profile", FailureKind.CALLER, explanation);
            this.attributes = List.copyOf(attributes);
        }

        /** Names of the refused attributes as Okta spells them; empty when it named none. */
        public List<String> attributes() {
            return attributes;
        }
    }

    /** Any other refusal, with Okta's own error code. */
    public static final class Refused extends Terminal {

        private static final long serialVersionUID = 1L;

        Refused(String code, FailureKind kind, String explanation) {
            super(code, kind, explanation);
        }
    }
}
