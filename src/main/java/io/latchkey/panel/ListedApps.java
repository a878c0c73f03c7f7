package io.latchkey.panel;

import io.latchkey.okta.OktaApp;
import io.latchkey.okta.OktaDirectory;
import io.latchkey.okta.OktaFailure;
import io.latchkey.platform.http.Problem;
import io.latchkey.recipe.Guardrail;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;

/** The applications that an administrator lists by their labels. */
final class ListedApps {

    private ListedApps() {}

    /**
     * Finds them in Okta; none is looked for where none is named, so that a list is emptied whatever Okta says. An inactive
     * one may be listed: it is not given before it is active.
     *
     * @throws Problem when one is unknown, is not the only one of its label, is one of Okta's consoles, or looks like
     *     another one
     */
    static List<OktaApp> of(OktaDirectory directory, List<String> labels) {
        if (labels.isEmpty()) {
            return List.of();
        }
        Optional<OktaFailure> refused = directory.refusalOfApps();
        if (refused.isPresent()) {
            throw unprocessable(
                    refused.get().code(),
                    "Okta gives no access to applications: " + refused.get().explanation() + ".");
        }
        List<OktaApp> found = new ArrayList<>();
        new LinkedHashSet<>(labels).forEach(label -> found.add(one(directory, label)));
        List<Guardrail.App> others = found.stream()
                .map(app -> new Guardrail.App(app.id(), app.label(), true))
                .toList();
        for (OktaApp app : found) {
            Guardrail.misleadingApp(app.id(), app.label(), others).ifPresent(violation -> {
                throw unprocessable(violation.code(), violation.sentence());
            });
        }
        return List.copyOf(found);
    }

    private static OktaApp one(OktaDirectory directory, String label) {
        List<OktaApp> found = found(directory, label);
        if (found.isEmpty()) {
            throw unprocessable(
                    "okta.app-unknown", "Okta has no application called \"" + label + "\", or hides it from the app.");
        }
        if (found.size() > 1) {
            throw unprocessable(
                    "okta.app-ambiguous",
                    "Okta has " + found.size() + " applications called \"" + label
                            + "\", inactive ones included; give the one that is meant a label of its own.");
        }
        if (found.get(0).ofOkta()) {
            throw unprocessable(
                    "okta.app-of-okta", "\"" + label + "\" is one of Okta's own consoles; no request gives it.");
        }
        return found.get(0);
    }

    private static List<OktaApp> found(OktaDirectory directory, String label) {
        try {
            return directory.findApps(label);
        } catch (OktaFailure.Refused tooMany) {
            throw unprocessable(tooMany.code(), "Okta: " + tooMany.explanation() + ".");
        }
    }

    private static Problem unprocessable(String code, String sentence) {
        return new Problem(HttpStatus.UNPROCESSABLE_ENTITY, code, sentence);
    }
}
