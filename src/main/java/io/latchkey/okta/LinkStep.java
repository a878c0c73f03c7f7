package io.latchkey.okta;

import static io.latchkey.okta.OktaUser.Status.DEPROVISIONED;
import static io.latchkey.okta.OktaUser.Status.PROVISIONED;
import static io.latchkey.okta.OktaUser.Status.RECOVERY;
import static io.latchkey.okta.OktaUser.Status.STAGED;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepResult;
import java.util.Map;
import java.util.Optional;

/**
 * Takes the link that opens an account, where Okta sends no mail. Okta tells it in the answer alone: after a lost one another
 * link is made, which voids the one before, so that there is never a second one that works and never none.
 *
 * <p>Sources: Okta's {@code activate}, {@code reactivate} and {@code reset_password} with {@code sendEmail=false}.
 */
final class LinkStep extends AccountStep {

    /** The argument that asks for the link instead of Okta's mail. */
    static final String LINK = "link";

    /** The output that says when the link was about to be made. */
    static final String MADE_AT = "madeAt";

    private final Lifecycle act;

    LinkStep(Lifecycle act, NamedDirectories directories, Settling settling) {
        super(directories, settling);
        this.act = act;
    }

    @Override
    public String kind() {
        return act.kind();
    }

    static boolean isWanted(StepContext step) {
        return flag(step, LINK, false);
    }

    @Override
    public StepResult act(StepContext step) {
        OktaDirectory directory = directory(step);
        Account before = touchable(step, directory);
        if (before.inTransition()) {
            throw new OktaFailure.InTransition("Okta is still busy with an earlier change of the account's state");
        }
        if (act == Lifecycle.RESET_PASSWORD) {
            demandNotUsed(step, directory, before);
        }
        demandUnused(step, directory, before);
        String madeAt = settling().now().toString();
        Secret link = link(step, directory, before);
        Account after = read(step, directory);
        ObjectNode evidence =
                outputs(after, true).put("before", before.status().name()).put(MADE_AT, madeAt);
        return new StepResult(
                evidence.deepCopy().put("login", after.login()),
                evidence,
                Map.of("login", Secret.of(after.login())),
                Optional.of(link));
    }

    private Secret link(StepContext step, OktaDirectory directory, Account account) {
        Lifecycle way = way(account);
        step.beforeCall();
        try {
            return made(directory.accounts().link(way.operation(), account.id(), way.path(), way.queryOfLink()));
        } catch (OktaFailure.WrongState faster) {
            // An earlier attempt of ours has just taken effect, or somebody was faster.
            Account now = read(step, directory);
            Lifecycle other = way(now);
            if (other == way) {
                throw faster;
            }
            step.beforeCall();
            return made(directory.accounts().link(other.operation(), now.id(), other.path(), other.queryOfLink()));
        }
    }

    private static Secret made(Optional<Secret> link) {
        return link.orElseThrow(() -> refused(
                "okta.no-link",
                FailureKind.SETUP,
                "Okta has accepted the call, but made no link: the account has a password already, so there is nothing"
                        + " to hand over. Look at the account in Okta"));
    }

    /** An account whose activation has begun gets another link in another way. */
    private Lifecycle way(Account account) {
        if (act == Lifecycle.ACTIVATE && account.status() == PROVISIONED) {
            return Lifecycle.REACTIVATE;
        }
        if (!act.isAllowedIn(account.status())) {
            throw act == Lifecycle.ACTIVATE
                    ? wrongState(account, STAGED, DEPROVISIONED, PROVISIONED)
                    : wrongState(account, act.expected());
        }
        return act;
    }

    /** Who has set a password with the link of an earlier attempt would lose it. */
    private void demandNotUsed(StepContext step, OktaDirectory directory, Account account) {
        if (!step.isRepeat() || account.status() == RECOVERY) {
            return;
        }
        step.beforeCall();
        boolean done = directory
                .events()
                .ours(act.event(), account.id(), settling().since(step))
                .isPresent();
        if (done) {
            throw new OktaFailure.AccountChanged("Latchkey has had the password reset, and somebody has brought the"
                    + " account into the state " + account.status() + " since; it was left so");
        }
    }
}
