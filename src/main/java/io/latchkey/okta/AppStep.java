package io.latchkey.okta;

import io.latchkey.platform.failure.FailureKind;
import io.latchkey.work.StepContext;
import java.time.Instant;
import java.util.Comparator;
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

    /**
     * Demands, of a step that is repeated, that nobody has undone what an attempt of it did; two calls, none otherwise.
     *
     * @param did the event of what the step does
     * @param undoes the event of the opposite
     * @param about id of the account or group
     * @throws OktaFailure.Refused {@code okta.assignment-changed}
     */
    static void demandNotUndone(
            StepContext step,
            OktaDirectory directory,
            String did,
            String undoes,
            String about,
            String app,
            Instant since) {
        if (!step.isRepeat()) {
            return;
        }
        LoggedEvents log = directory.events();
        step.beforeCall();
        Optional<Instant> ours = log.about(did, about, since).stream()
                .filter(event -> event.concerns(app) && log.isOurs(event))
                .map(LoggedEvents.Logged::at)
                .filter(at -> step.triedSince().filter(at::isBefore).isEmpty())
                .max(Comparator.naturalOrder());
        if (ours.isEmpty()) {
            return;
        }
        step.beforeCall();
        boolean isUndone = log.about(undoes, about, since).stream()
                .anyMatch(event -> event.concerns(app) && !event.at().isBefore(ours.get()));
        if (isUndone) {
            throw AccountStep.refused(
                    "okta.assignment-changed",
                    FailureKind.CALLER,
                    "Latchkey has changed the application's assignment, and somebody or another request has changed it back"
                            + " since; it was left so");
        }
    }

    /** How the account is assigned to the application now, if at all. */
    static Optional<OktaApps.Assignment> assignment(
            StepContext step, OktaDirectory directory, String app, Account account) {
        step.beforeCall();
        return directory.apps().assignment(app, account.id());
    }
}
