package io.latchkey.okta;

import io.latchkey.platform.failure.FailureKind;
import io.latchkey.work.StepContext;
import java.util.Optional;

/** What steps with applications have in common. */
final class AppStep {

    private AppStep() {}

    /** @throws OktaFailure.Refused when the application is gone, inactive or one of Okta's consoles */
    static String active(StepContext step, OktaDirectory directory) {
        String app = AccountStep.text(step, "app");
        step.beforeCall();
        OktaApp found = directory.apps().app(app);
        if (found.ofOkta()) {
            throw AccountStep.refused(
                    "okta.app-of-okta",
                    FailureKind.SETUP,
                    "the application is one of Okta's own consoles, which no request gives. Nothing was done");
        }
        if (!found.active()) {
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
