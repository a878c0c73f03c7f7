package io.latchkey.okta;

import static io.latchkey.okta.OktaUser.Status.ACTIVE;
import static io.latchkey.okta.OktaUser.Status.LOCKED_OUT;
import static io.latchkey.okta.OktaUser.Status.PASSWORD_EXPIRED;
import static io.latchkey.okta.OktaUser.Status.PROVISIONED;
import static io.latchkey.okta.OktaUser.Status.RECOVERY;

import io.latchkey.work.StepContext;
import io.latchkey.work.StepResult;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Removes all factors, for a phone that was lost; the person enrols new ones at the next sign-in. Read back: none of the
 * former ones is left; Okta may enrol one by itself at once (e-mail).
 *
 * <p>Input: {@code connection}, {@code user} (id).
 */
@Component
class ResetFactorsStep extends AccountStep {

    static final String KIND = "okta.reset-factors";

    private static final String EVENT = "user.mfa.factor.reset_all";
    private static final Set<OktaUser.Status> ALLOWED =
            EnumSet.of(ACTIVE, PASSWORD_EXPIRED, RECOVERY, LOCKED_OUT, PROVISIONED);

    ResetFactorsStep(NamedDirectories directories, Settling settling) {
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

    @Override
    public StepResult act(StepContext step) {
        OktaDirectory directory = directory(step);
        Account account = touchable(step, directory);
        if (!ALLOWED.contains(account.status())) {
            throw wrongState(account, ALLOWED.toArray(OktaUser.Status[]::new));
        }
        Set<String> before = factors(step, directory, account);
        if (before.isEmpty()) {
            return result(outputs(account, false));
        }
        step.beforeCall();
        directory.accounts().move(OktaOperation.RESET_FACTORS, account.id(), "reset_factors", Map.of());
        if (!Collections.disjoint(before, factors(step, directory, account))) {
            throw settling()
                    .notShown(
                            step,
                            "okta.factors-unproven",
                            "Okta has accepted the reset, but still shows factors that were enrolled before. If it stays so,"
                                    + " reset them in Okta.");
        }
        return result(outputs(account, true).put("factors", before.size()));
    }

    /** Whatever is enrolled after ours is the person's new one. */
    @Override
    public Optional<StepResult> look(StepContext step) {
        OktaDirectory directory = directory(step);
        step.beforeCall();
        return directory
                .events()
                .ours(EVENT, text(step, "user"), settling().since(step))
                .map(ours -> result(outputs(read(step, directory), true)));
    }

    private static Set<String> factors(StepContext step, OktaDirectory directory, Account account) {
        step.beforeCall();
        return directory.accounts().factors(account.id());
    }
}
