package io.latchkey.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.work.Intent;
import io.latchkey.work.PlannedStep;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A step that does something to an account that exists. It is named by Okta's id, which the planner has resolved, never by
 * an address. Before anything is done the account is read, and an administrator of Okta is refused.
 */
abstract class AccountStep implements StepHandler {

    /** Okta: 404 right after the creation passes within seconds. */
    private static final Duration NEW = Duration.ofSeconds(10);

    private final NamedDirectories directories;
    private final Settling settling;

    AccountStep(NamedDirectories directories, Settling settling) {
        this.directories = directories;
        this.settling = settling;
    }

    @Override
    public Intent intend(StepContext step) {
        return new Intent(settling.begin(), Optional.empty(), Optional.of(claim(step)));
    }

    /** What is done to whom: two requests that do the same to a person are told apart by nothing that Okta shows. */
    final String claim(StepContext step) {
        return claim(
                directories.app(step.tenant(), text(step, "connection")),
                kind(),
                text(step, "user"),
                step.input().path("app").asText());
    }

    static String claim(String app, String kind, String user, String ofApp) {
        return String.join("\n", "okta-act", app, kind, user, ofApp);
    }

    /** Whether an act of ours that the log shows is certainly this step's, and so this step's to be taken back. */
    static boolean isOnlyOurs(StepContext step) {
        return !step.isClaimedElsewhere();
    }

    /** Most steps read before they act, so that acting again is as good as looking. */
    @Override
    public Optional<StepResult> look(StepContext step) {
        return Optional.empty();
    }

    final Settling settling() {
        return settling;
    }

    final OktaDirectory directory(StepContext step) {
        return directories.named(step.tenant(), text(step, "connection"));
    }

    /** The account as it is now, for something to be done to it. Two calls. */
    final Account touchable(StepContext step, OktaDirectory directory) {
        Account account = read(step, directory);
        Administrators.refuse(step, directory, account.id());
        return account;
    }

    /**
     * Where the plan makes another credential in the place of one that may have been used ({@code unused}, with {@code
     * credential}, {@code since} and {@code runs}, which made those before): refuses unless the account still waits for its first
     * use, and no other run of ours has set out to change how it is signed in to. Asked right before each attempt sends
     * something, since a run may have waited for hours. One call.
     *
     * @param account as it was read just now
     */
    final void demandUnused(StepContext step, OktaDirectory directory, Account account) {
        JsonNode unused = step.input().path("unused");
        if (unused.isMissingNode()) {
            return;
        }
        PendingCredential credential =
                PendingCredential.valueOf(unused.path("credential").asText());
        Instant since = Instant.parse(unused.path("since").asText());
        boolean signedIn = account.lastLogin().filter(at -> !at.isBefore(since)).isPresent();
        boolean waits = account.status() == credential.state() || isHalfSet(step, directory, account, credential);
        step.beforeCall();
        if (signedIn || !waits || directory.isCredentialChangedByOthers(account.id(), settling.since(since))) {
            throw new OktaFailure.AccountChanged(
                    "somebody has used the account, or changed how it is signed in to, since its"
                            + " credential was handed over; it is in the state " + account.status()
                            + ", and was left so. No other credential was made");
        }
        List<UUID> runs = new ArrayList<>();
        unused.path("runs").forEach(run -> runs.add(UUID.fromString(run.asText())));
        if (step.isActedOnByOthers(
                () -> CredentialActs.claims(directories.app(step.tenant(), text(step, "connection")), account.id()),
                since,
                runs)) {
            throw new OktaFailure.AccountChanged(
                    "another request has changed how the account is signed in to since its credential was handed over,"
                            + " or is about to; it was left so. No other credential was made");
        }
    }

    /** An earlier attempt has set the password, which nobody knows, and has not expired it. */
    private boolean isHalfSet(
            StepContext step, OktaDirectory directory, Account account, PendingCredential credential) {
        if (!step.isRepeat()
                || credential != PendingCredential.TEMPORARY_PASSWORD
                || account.status() != OktaUser.Status.ACTIVE) {
            return false;
        }
        step.beforeCall();
        return directory
                .events()
                .ours("user.account.update_password", account.id(), settling.since(step))
                .isPresent();
    }

    /** The account as it is now. One call. */
    final Account read(StepContext step, OktaDirectory directory) {
        return settling.present(
                step,
                NEW,
                () -> found(step, directory)
                        .orElseThrow(
                                () -> new OktaFailure.UserGone(
                                        "the account does not exist in Okta any more, or is hidden from the app; nothing was done")));
    }

    final Optional<Account> found(StepContext step, OktaDirectory directory) {
        step.beforeCall();
        return directory.accounts().account(text(step, "user"));
    }

    /** What the plan brings. */
    static String text(StepContext step, String name) {
        String value = step.input().path(name).textValue();
        if (value == null || value.isBlank()) {
            throw refused(
                    "okta.argument-missing", FailureKind.SETUP, "the plan brings no \"" + name + "\" for this step");
        }
        return value;
    }

    static boolean flag(StepContext step, String name, boolean otherwise) {
        return step.input().path(name).asBoolean(otherwise);
    }

    static OktaFailure refused(String code, FailureKind kind, String explanation) {
        return new OktaFailure.Refused(code, kind, explanation);
    }

    /** Says what was found, what was expected, and what to do. */
    static OktaFailure wrongState(Account account, OktaUser.Status... expected) {
        String states = Arrays.stream(expected).map(Enum::name).sorted().collect(Collectors.joining(", "));
        String remedy = switch (account.status()) {
            case DEPROVISIONED ->
                "; the account is deactivated: somebody has to activate it first, or the request is moot";
            case SUSPENDED -> "; the account is suspended: somebody has to unsuspend it first";
            case STAGED -> "; the account was never activated: somebody has to activate it first";
            case LOCKED_OUT -> "; the account is locked out: somebody has to unlock it first";
            default -> "";
        };
        return new OktaFailure.WrongState("the account is in the state " + account.status()
                + ", and this can be done in " + states + " only" + remedy + ". Nothing was done");
    }

    static StepResult result(ObjectNode outputs) {
        return StepResult.of(outputs);
    }

    static ObjectNode outputs(Account account, boolean changed) {
        return StepResult.nothing()
                .put("userId", account.id())
                .put("status", account.status().name())
                .put("changed", changed);
    }

    /** A step that takes a done one back: on the same connection, about the account that it was about. */
    static PlannedStep undoing(PlannedStep done, String kind, JsonNode outputs, ObjectNode more) {
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        input.set("connection", done.input().path("connection"));
        input.set("user", outputs.path("userId"));
        input.setAll(more);
        return new PlannedStep("undo-" + done.key(), kind, input);
    }

    static PlannedStep undoing(PlannedStep done, String kind, JsonNode outputs) {
        return undoing(done, kind, outputs, JsonNodeFactory.instance.objectNode());
    }
}
