package io.latchkey.okta;

import static io.latchkey.okta.OktaUser.Status.ACTIVE;
import static io.latchkey.okta.OktaUser.Status.PASSWORD_EXPIRED;
import static io.latchkey.okta.OktaUser.Status.RECOVERY;

import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.work.Intent;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepResult;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Replaces a lost password. {@code link}: Okta mails a link, and the old password is void at once. {@code temporary}: a
 * password of ours is set and expired, so that it has to be changed at the next sign-in; it was generated and stored before
 * it was sent, so that a lost answer loses no password, and setting it twice makes no second one.
 *
 * <p>Input: {@code connection}, {@code user} (id), {@code method}: {@code link} or {@code temporary}; with {@code link: true}
 * Okta sends no mail, and the link is kept to be handed over. With {@code unused} ({@code credential}, {@code since}, {@code runs}) only an
 * account is touched that still waits for the first use of the credential before.
 */
@Component
class ResetPasswordStep extends AccountStep {

    static final String KIND = "okta.reset-password";

    private static final Map<String, Boolean> TEMPORARY = Map.of("temporary", true, "link", false);
    private static final Set<OktaUser.Status> HAS_A_PASSWORD = EnumSet.of(ACTIVE, PASSWORD_EXPIRED, RECOVERY);

    private final PasswordGenerator passwords;
    private final LifecycleStep mail;
    private final LinkStep link;

    ResetPasswordStep(NamedDirectories directories, PasswordGenerator passwords, Settling settling) {
        super(directories, settling);
        this.passwords = passwords;
        this.mail = new LifecycleStep(Lifecycle.RESET_PASSWORD, directories, settling);
        this.link = new LinkStep(Lifecycle.RESET_PASSWORD, directories, settling);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> outputs() {
        return Set.of("userId", "login", "status", "changed");
    }

    /** Whom it is for is not known before the account is read; at this length a password holds no name by chance. */
    @Override
    public Intent intend(StepContext step) {
        Optional<Secret> password = isTemporary(step) ? Optional.of(passwords.generate("", "", "")) : Optional.empty();
        return new Intent(settling().begin(), password, Optional.of(claim(step)));
    }

    @Override
    public StepResult act(StepContext step) {
        if (!isTemporary(step)) {
            return LinkStep.isWanted(step) ? link.act(step) : named(step, mail.act(step));
        }
        OktaDirectory directory = directory(step);
        Account account = touchable(step, directory);
        if (!HAS_A_PASSWORD.contains(account.status())) {
            throw wrongState(account, ACTIVE, PASSWORD_EXPIRED, RECOVERY);
        }
        demandUnused(step, directory, account);
        Instant madeAt = settling().now();
        Secret password = step.intent().secret().orElseThrow();
        step.beforeCall();
        directory.accounts().setPassword(account.id(), password);
        step.beforeCall();
        directory
                .accounts()
                .move(OktaOperation.EXPIRE_PASSWORD, account.id(), Lifecycle.EXPIRE_PASSWORD.path(), Map.of());
        Account after = read(step, directory);
        if (after.status() != PASSWORD_EXPIRED) {
            throw settling()
                    .notShown(
                            step,
                            "okta.state-unproven",
                            "Okta has taken the temporary password, but does not show that it has to be changed. If it stays"
                                    + " so, expire the password in Okta.");
        }
        return result(after, madeAt);
    }

    /** Expiring is the last thing that is sent: where the log shows ours, the password is ours, unless it was changed. */
    @Override
    public Optional<StepResult> look(StepContext step) {
        if (!isTemporary(step)) {
            return LinkStep.isWanted(step) ? link.look(step) : mail.look(step).map(found -> named(step, found));
        }
        if (!isOnlyOurs(step)) {
            // The log may show the other request's; setting ours once more is as good.
            return Optional.empty();
        }
        OktaDirectory directory = directory(step);
        step.beforeCall();
        Optional<LoggedEvents.Logged> ours = directory
                .events()
                .ours(
                        Lifecycle.EXPIRE_PASSWORD.event(),
                        text(step, "user"),
                        settling().since(step));
        if (ours.isEmpty()) {
            return Optional.empty();
        }
        Account now = read(step, directory);
        if (now.status() != PASSWORD_EXPIRED) {
            throw new OktaFailure.AccountChanged("Latchkey has set a temporary password, and somebody has changed the"
                    + " account since, before it was handed over: it is in the state " + now.status()
                    + ", and was left so");
        }
        return Optional.of(result(now, ours.get().at()));
    }

    private StepResult named(StepContext step, StepResult moved) {
        Account account = read(step, directory(step));
        moved.outputs().put("login", account.login());
        return new StepResult(moved.outputs(), moved.evidence().deepCopy().without("login"), login(account));
    }

    private static StepResult result(Account account, Instant madeAt) {
        return new StepResult(
                outputs(account, true).put("login", account.login()).put(LinkStep.MADE_AT, madeAt.toString()),
                outputs(account, true),
                login(account));
    }

    private static Map<String, Secret> login(Account account) {
        return Map.of("login", Secret.of(account.login()));
    }

    private static boolean isTemporary(StepContext step) {
        Boolean temporary = TEMPORARY.get(step.input().path("method").asText());
        if (temporary == null) {
            throw refused(
                    "okta.argument-missing",
                    FailureKind.SETUP,
                    "the plan says neither \"link\" nor \"temporary\" for the method of this step");
        }
        return temporary;
    }
}
