package io.latchkey.okta;

import io.latchkey.platform.failure.FailureKind;
import io.latchkey.work.StepContext;

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
}
