package io.latchkey.provisioning;

import io.latchkey.okta.OktaApp;
import io.latchkey.okta.OktaDirectory;
import io.latchkey.okta.OktaFailure;
import io.latchkey.work.Plan;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the applications of a plan are in Okta now.
 *
 * @param labels by id
 * @param refusal why the plan could not be carried out
 */
record AppsNow(Map<String, String> labels, Optional<Outcome> refusal) {

    /** Copies the map. */
    AppsNow {
        labels = Map.copyOf(labels);
    }

    /** One call for each application. */
    static AppsNow of(OktaDirectory directory, Plan plan, Runnable beforeCall) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String id : ids(plan)) {
            beforeCall.run();
            Optional<Outcome> refusal = refusal(directory, id, labels);
            if (refusal.isPresent()) {
                return new AppsNow(labels, refusal);
            }
        }
        return new AppsNow(labels, Optional.empty());
    }

    private static Optional<Outcome> refusal(OktaDirectory directory, String id, Map<String, String> labels) {
        OktaApp app;
        try {
            app = directory.app(id);
        } catch (OktaFailure.Refused gone) {
            if (!gone.code().equals("okta.app-gone")) {
                throw gone;
            }
            return refused(
                    gone.code(),
                    "An application of this recipe does not exist in Okta any more, or is hidden from Latchkey; an"
                            + " administrator has to save the recipe again.");
        }
        labels.put(id, app.label());
        if (app.ofOkta()) {
            return refused(
                    "okta.app-of-okta",
                    "The application \"" + app.label() + "\" is one of Okta's own consoles; no request gives it.");
        }
        return app.active()
                ? Optional.empty()
                : refused(
                        "okta.app-inactive",
                        "The application \"" + app.label() + "\" is inactive in Okta; activate it there.");
    }

    private static Optional<Outcome> refused(String code, String sentence) {
        return Optional.of(new Outcome.Refused(code, sentence, null));
    }

    private static Set<String> ids(Plan plan) {
        Set<String> ids = new LinkedHashSet<>();
        plan.steps()
                .forEach(step -> Optional.ofNullable(
                                step.input().path(StepShape.APP).textValue())
                        .ifPresent(ids::add));
        return ids;
    }
}
