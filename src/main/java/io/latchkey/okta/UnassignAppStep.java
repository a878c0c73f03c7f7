package io.latchkey.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.okta.LoggedEvents.Logged;
import io.latchkey.okta.OktaApps.Assignment;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.work.PlannedStep;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepResult;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Takes an application from a person who has it directly. Who has it by a group keeps it until they leave the group, which
 * is said.
 *
 * <p>Input: {@code connection}, {@code user} (id), {@code app} (id).
 */
@Component
class UnassignAppStep extends AccountStep {

    static final String KIND = "okta.unassign-app";

    static final String EVENT = "application.user_membership.remove";

    UnassignAppStep(NamedDirectories directories, Settling settling) {
        super(directories, settling);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> outputs() {
        return Set.of("userId", "app", "changed");
    }

    @Override
    public StepResult act(StepContext step) {
        OktaDirectory directory = directory(step);
        Account account = touchable(step, directory);
        String app = text(step, "app");
        step.beforeCall();
        // An application that is gone is assigned to nobody; that it is gone is said by Okta, and told.
        directory.apps().app(app);
        Optional<Assignment> before = AppStep.assignment(step, directory, app, account);
        if (before.isEmpty()) {
            return result(
                    outputs(account, wasOurs(step, directory, app, account)).put("app", app));
        }
        if (!before.get().direct()) {
            throw refused(
                    "okta.app-through-group",
                    FailureKind.CALLER,
                    "the person has the application by a group, so it cannot be taken away by itself; take the person out"
                            + " of the group, or the application from the group. Nothing was done");
        }
        AppStep.demandNotUndone(
                step,
                directory,
                EVENT,
                AssignAppStep.EVENT,
                account.id(),
                app,
                settling().since(step));
        step.beforeCall();
        directory.apps().unassign(app, account.id());
        Optional<Assignment> after = AppStep.assignment(step, directory, app, account);
        if (after.filter(Assignment::direct).isPresent()) {
            throw settling()
                    .notShown(
                            step,
                            "okta.assignment-unproven",
                            "Okta has taken the application away, but still shows it as assigned. If it stays so, look at the"
                                    + " application's assignments in Okta.");
        }
        ObjectNode outputs = outputs(account, true).put("app", app);
        after.ifPresent(byGroup -> outputs.put("stillByGroup", true));
        return result(outputs);
    }

    private boolean wasOurs(StepContext step, OktaDirectory directory, String app, Account account) {
        if (!step.isRepeat() || !isOnlyOurs(step)) {
            return false;
        }
        step.beforeCall();
        LoggedEvents log = directory.events();
        for (Logged event : log.about(EVENT, account.id(), settling().since(step))) {
            if (event.concerns(app) && log.isOurs(event)) {
                return true;
            }
        }
        return false;
    }

    /** Assigned anew without a profile: Okta fills it by the application's mappings, and what was entered by hand is gone. */
    @Override
    public Optional<PlannedStep> undo(PlannedStep done, JsonNode outputs) {
        return outputs.path("changed").asBoolean()
                ? Optional.of(undoing(
                        done,
                        AssignAppStep.KIND,
                        outputs,
                        StepResult.nothing().put("app", outputs.path("app").asText())))
                : Optional.empty();
    }
}
