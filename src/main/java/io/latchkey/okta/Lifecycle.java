package io.latchkey.okta;

import static io.latchkey.okta.OktaUser.Status.ACTIVE;
import static io.latchkey.okta.OktaUser.Status.DEPROVISIONED;
import static io.latchkey.okta.OktaUser.Status.LOCKED_OUT;
import static io.latchkey.okta.OktaUser.Status.PASSWORD_EXPIRED;
import static io.latchkey.okta.OktaUser.Status.PROVISIONED;
import static io.latchkey.okta.OktaUser.Status.RECOVERY;
import static io.latchkey.okta.OktaUser.Status.STAGED;
import static io.latchkey.okta.OktaUser.Status.SUSPENDED;

import io.latchkey.okta.OktaUser.Status;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What moves an account from one of Okta's states to another. Source: Okta's lifecycle operations, and the statuses of its
 * error catalogue; where Okta refuses by status only, the expected ones are read before it is asked.
 */
enum Lifecycle {
    ACTIVATE(
            "okta.activate-user",
            OktaOperation.ACTIVATE_USER,
            "activate",
            "user.lifecycle.activate",
            EnumSet.of(STAGED, DEPROVISIONED),
            EnumSet.of(ACTIVE, PROVISIONED, PASSWORD_EXPIRED),
            EnumSet.of(ACTIVE, PROVISIONED, PASSWORD_EXPIRED, RECOVERY, LOCKED_OUT)),
    /** Sends the activation mail again; the state stays. */
    REACTIVATE(
            "okta.reactivate-user",
            OktaOperation.REACTIVATE_USER,
            "reactivate",
            "user.lifecycle.reactivate",
            EnumSet.of(PROVISIONED, RECOVERY),
            EnumSet.of(PROVISIONED, RECOVERY, ACTIVE),
            EnumSet.noneOf(Status.class)),
    SUSPEND(
            "okta.suspend-user",
            OktaOperation.SUSPEND_USER,
            "suspend",
            "user.lifecycle.suspend",
            EnumSet.of(ACTIVE),
            EnumSet.of(SUSPENDED),
            EnumSet.of(SUSPENDED)),
    UNSUSPEND(
            "okta.unsuspend-user",
            OktaOperation.UNSUSPEND_USER,
            "unsuspend",
            "user.lifecycle.unsuspend",
            EnumSet.of(SUSPENDED),
            EnumSet.of(ACTIVE, PASSWORD_EXPIRED, RECOVERY, LOCKED_OUT),
            EnumSet.of(ACTIVE, PASSWORD_EXPIRED, RECOVERY, LOCKED_OUT, PROVISIONED)),
    DEACTIVATE(
            "okta.deactivate-user",
            OktaOperation.DEACTIVATE_USER,
            "deactivate",
            "user.lifecycle.deactivate",
            EnumSet.complementOf(EnumSet.of(DEPROVISIONED)),
            EnumSet.of(DEPROVISIONED),
            EnumSet.of(DEPROVISIONED)),
    UNLOCK(
            "okta.unlock-user",
            OktaOperation.UNLOCK_USER,
            "unlock",
            "user.account.unlock_by_admin",
            EnumSet.of(LOCKED_OUT),
            EnumSet.of(ACTIVE, PASSWORD_EXPIRED, RECOVERY),
            EnumSet.of(ACTIVE, PASSWORD_EXPIRED, RECOVERY, PROVISIONED)),
    EXPIRE_PASSWORD(
            "okta.expire-password",
            OktaOperation.EXPIRE_PASSWORD,
            "expire_password",
            "user.account.expire_password",
            EnumSet.of(ACTIVE, RECOVERY, LOCKED_OUT),
            EnumSet.of(PASSWORD_EXPIRED),
            EnumSet.of(PASSWORD_EXPIRED)),
    /** Okta sends its mail; until the link in it is used, the account cannot be signed in to. */
    RESET_PASSWORD(
            ResetPasswordStep.KIND,
            OktaOperation.RESET_PASSWORD,
            "reset_password",
            "user.account.reset_password",
            EnumSet.of(ACTIVE, PASSWORD_EXPIRED, RECOVERY, LOCKED_OUT, PROVISIONED),
            EnumSet.of(RECOVERY),
            EnumSet.noneOf(Status.class));

    private final String kind;
    private final OktaOperation operation;
    private final String path;
    private final String event;
    private final Set<Status> from;
    private final Set<Status> reached;
    private final Set<Status> already;

    Lifecycle(
            String kind,
            OktaOperation operation,
            String path,
            String event,
            Set<Status> from,
            Set<Status> reached,
            Set<Status> already) {
        this.kind = kind;
        this.operation = operation;
        this.path = path;
        this.event = event;
        this.from = from;
        this.reached = reached;
        this.already = already;
    }

    String kind() {
        return kind;
    }

    OktaOperation operation() {
        return operation;
    }

    String path() {
        return path;
    }

    /** The System Log's type of event for it. */
    String event() {
        return event;
    }

    boolean isAllowedIn(Status status) {
        return from.contains(status);
    }

    Status[] expected() {
        return from.toArray(Status[]::new);
    }

    /** Whether the state shows that it was done. */
    boolean isReached(Status status) {
        return reached.contains(status);
    }

    /** Whether nothing is left to be done. */
    boolean isNeedless(Status status) {
        return already.contains(status);
    }

    /** Whether a person comes into this state by going on from where it led: by signing in, by choosing a password. */
    boolean mayFollow(Status status) {
        return switch (this) {
            case SUSPEND, DEACTIVATE -> false;
            case EXPIRE_PASSWORD, RESET_PASSWORD ->
                EnumSet.of(ACTIVE, PASSWORD_EXPIRED, RECOVERY, LOCKED_OUT).contains(status);
            default ->
                already.contains(status) || EnumSet.of(ACTIVE, LOCKED_OUT).contains(status);
        };
    }

    /** Its parameters; Okta sends a mail when told so. */
    Map<String, Object> query(boolean sendEmail) {
        return switch (this) {
            case ACTIVATE, REACTIVATE -> Map.of("sendEmail", sendEmail);
            case RESET_PASSWORD -> Map.of("sendEmail", true, "revokeSessions", false);
            case DEACTIVATE -> Map.of("sendEmail", false);
            default -> Map.of();
        };
    }

    /** Its parameters when Okta is to tell the link instead of sending it. */
    Map<String, Object> queryOfLink() {
        return this == RESET_PASSWORD
                ? Map.of("sendEmail", false, "revokeSessions", false)
                : Map.of("sendEmail", false);
    }

    /** What takes it back, when it was done from this state; Okta never lets an account go back to STAGED. */
    Optional<Lifecycle> undo(String before) {
        return switch (this) {
            case SUSPEND -> Optional.of(UNSUSPEND);
            case UNSUSPEND -> Optional.of(SUSPEND);
            case ACTIVATE -> before.equals(DEPROVISIONED.name()) ? Optional.of(DEACTIVATE) : Optional.empty();
            default -> Optional.empty();
        };
    }
}
