package io.latchkey.okta;

import io.latchkey.work.StepContext;
import io.latchkey.work.StepResult;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Ends the person's sessions with Okta and revokes the tokens that Okta issued to applications for them. Okta shows nobody
 * the sessions of another, so its answer is all the proof there is; doing it twice ends what was begun in between, too.
 * What applications keep of their own ends by their own rules.
 *
 * <p>Input: {@code connection}, {@code user} (id).
 */
@Component
class ClearSessionsStep extends AccountStep {

    static final String KIND = "okta.clear-sessions";

    ClearSessionsStep(NamedDirectories directories, Settling settling) {
        super(directories, settling);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> outputs() {
        return Set.of("userId", "status", "changed");
    }

    /** A deactivated account is asked for as well: Okta ends its sessions by itself, and is told once more. */
    @Override
    public StepResult act(StepContext step) {
        OktaDirectory directory = directory(step);
        Account account = touchable(step, directory);
        if (account.status() == OktaUser.Status.STAGED) {
            return result(outputs(account, false));
        }
        step.beforeCall();
        try {
            directory.accounts().clearSessions(account.id());
        } catch (OktaFailure.WrongState ended) {
            if (account.status() == OktaUser.Status.DEPROVISIONED) {
                return result(outputs(account, false));
            }
            throw ended;
        }
        return result(outputs(account, true));
    }
}
