package io.latchkey.okta;

import io.latchkey.platform.failure.FailureKind;
import io.latchkey.work.StepContext;
import java.util.Optional;

/** What steps with applications have in common. */
final class AppStep {

    private AppStep() {}

    /** @throws OktaFailure.Refused when the application is gone or inactive */
    static String active(StepContext step, OktaDirectory directory) {
        String app = AccountStep.text(step, "app");
        step.beforeCall();
        if (!directory.apps().app(app).active()) {
            throw AccountStep.refused(
                    "okta.app-inactive",
                    FailureKind.SETUP,
                    "the application is inactive in Okta; activate it there, or withdraw the request. Nothing was done");
        }
        return app;
    }

    /** How the account is assigned to the application now, if at all. */
    static Optional<OktaApps.Assignment> assignment(
            StepContext step, OktaDirectory directory, String app, Account account) {
        step.beforeCall();
        return directory.apps().assignment(app, account.id());
    }
}
