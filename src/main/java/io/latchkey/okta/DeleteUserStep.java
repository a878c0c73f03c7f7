package io.latchkey.okta;

import io.latchkey.work.StepContext;
import io.latchkey.work.StepResult;
import io.latchkey.work.WaitsUntil;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Deletes an account for good, in two phases: it is deactivated at once, and deleted when the stated time has come. The run
 * waits in between, and asks again whether it is still wanted. Whoever activates the account meanwhile wants it kept: it
 * stays, and the run stops.
 *
 * <p>Input: {@code connection}, {@code user} (id), {@code notBefore} (ISO 8601 instant).
 */
@Component
class DeleteUserStep extends AccountStep {

    static final String KIND = "okta.delete-user";

    /** Okta keeps its System Log for 90 days; what is older cannot tell us any more. */
    private static final Duration REMEMBERED = Duration.ofDays(85);

    private final Clock clock;

    DeleteUserStep(NamedDirectories directories, Settling settling, Clock clock) {
        super(directories, settling);
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> outputs() {
        return Set.of("userId", "deleted");
    }

    @Override
    public StepResult act(StepContext step) {
        demandTime(step);
        OktaDirectory directory = directory(step);
        Optional<Account> found = found(step, directory);
        if (found.isEmpty()) {
            return gone(step);
        }
        Account account = found.get();
        Administrators.refuse(step, directory, account.id());
        if (account.status() != OktaUser.Status.DEPROVISIONED) {
            account = deactivated(step, directory, account);
        }
        WaitsUntil.demandPassed(text(step, "notBefore"), clock.instant());
        // Just read as deactivated: Okta deletes such an account, and would only deactivate another one.
        step.beforeCall();
        directory.accounts().delete(account.id());
        if (found(step, directory).isPresent()) {
            throw new OktaFailure.InTransition("Okta has accepted the deletion and still shows the account");
        }
        return result(StepResult.nothing().put("userId", account.id()).put("deleted", true));
    }

    /** Nothing is deactivated for a deletion whose time cannot be read. */
    private void demandTime(StepContext step) {
        try {
            WaitsUntil.demandPassed(text(step, "notBefore"), clock.instant());
        } catch (WaitsUntil later) {
            // It has a time, and is deactivated until then.
        }
    }

    private Account deactivated(StepContext step, OktaDirectory directory, Account account) {
        if (account.inTransition()) {
            throw new OktaFailure.InTransition("Okta is still busy with an earlier change of the account's state");
        }
        if (step.isRepeat()) {
            demandNotBroughtBack(step, directory, account);
        }
        step.beforeCall();
        directory
                .accounts()
                .move(
                        OktaOperation.DEACTIVATE_USER,
                        account.id(),
                        Lifecycle.DEACTIVATE.path(),
                        Lifecycle.DEACTIVATE.query(false));
        Account after = read(step, directory);
        if (after.status() != OktaUser.Status.DEPROVISIONED) {
            throw new OktaFailure.InTransition("Okta has accepted the deactivation and does not show it yet");
        }
        return after;
    }

    /** Whoever deactivates and deletes in one go what a person has brought back, deletes what is in use. */
    private void demandNotBroughtBack(StepContext step, OktaDirectory directory, Account account) {
        Instant since = settling().since(step);
        boolean tooLong = since.plus(REMEMBERED).isBefore(clock.instant());
        step.beforeCall();
        if (tooLong
                || directory
                        .events()
                        .ours(Lifecycle.DEACTIVATE.event(), account.id(), since)
                        .isPresent()) {
            throw new OktaFailure.AccountChanged(
                    "Latchkey has deactivated the account to delete it, and it is in the state " + account.status()
                            + " now: a person has brought it back. It was left so, and is not deleted");
        }
    }

    /** The wanted end, whoever brought it about. */
    private static StepResult gone(StepContext step) {
        return result(StepResult.nothing()
                .put("userId", text(step, "user"))
                .put("deleted", true)
                .put("already", !step.isRepeat()));
    }
}
