package io.latchkey.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.okta.OktaApps.Assignment;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.work.PlannedStep;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Assigns an application to a person, with what it is told of them. Who has it already, directly or by a group, keeps it as
 * it is; an assignment that says otherwise than the plan is somebody's, and is not written over.
 *
 * <p>Input: {@code connection}, {@code user} (id), {@code app} (id), {@code profile}: attributes of the application's user
 * profile.
 */
@Component
class AssignAppStep extends AccountStep {

    static final String KIND = "okta.assign-app";

    static final String EVENT = "application.user_membership.add";

    AssignAppStep(NamedDirectories directories, Settling settling) {
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
        if (account.status() == OktaUser.Status.DEPROVISIONED || account.status() == OktaUser.Status.SUSPENDED) {
            throw wrongState(account, OktaUser.Status.ACTIVE, OktaUser.Status.PROVISIONED, OktaUser.Status.STAGED);
        }
        String app = AppStep.active(step, directory);
        ObjectNode profile = profile(step);
        Optional<Assignment> before = AppStep.assignment(step, directory, app, account);
        if (before.isPresent()) {
            demandSaysThat(before.get(), profile);
            return resultOf(account, app, wasOurs(step, directory, app, account, before.get()));
        }
        AppStep.demandNotUndone(
                step,
                directory,
                EVENT,
                UnassignAppStep.EVENT,
                account.id(),
                app,
                settling().since(step));
        step.beforeCall();
        directory.apps().assign(app, account.id(), profile);
        Optional<Assignment> after = AppStep.assignment(step, directory, app, account);
        if (after.isEmpty() || !differing(after.get(), profile).isEmpty()) {
            throw settling()
                    .notShown(
                            step,
                            "okta.assignment-unproven",
                            "Okta has accepted the assignment, but does not show it as it was sent. If it stays so, look at"
                                    + " the application's assignments in Okta.");
        }
        return resultOf(account, app, true);
    }

    /** Whether an attempt of this step whose answer was lost assigned it. */
    private boolean wasOurs(
            StepContext step, OktaDirectory directory, String app, Account account, Assignment assignment) {
        if (!step.isRepeat() || !assignment.direct()) {
            return false;
        }
        step.beforeCall();
        List<LoggedEvents.Logged> logged =
                directory.events().about(EVENT, account.id(), settling().since(step)).stream()
                        .filter(event -> event.concerns(app))
                        .toList();
        if (logged.isEmpty()) {
            settling()
                    .notShownYet(
                            step,
                            "okta.assignment-unproven",
                            "the application is assigned; Okta's System Log does not say yet by whom")
                    .ifPresent(wait -> {
                        throw wait;
                    });
        }
        return isOnlyOurs(step) && logged.stream().anyMatch(directory.events()::isOurs);
    }

    private static void demandSaysThat(Assignment assignment, ObjectNode profile) {
        List<String> differing = differing(assignment, profile);
        if (!differing.isEmpty()) {
            throw refused(
                    "okta.app-assigned-otherwise",
                    FailureKind.CALLER,
                    "the application is assigned to the person already, with another " + String.join(", ", differing)
                            + "; it was left so. Change it in Okta, or take it away first");
        }
    }

    private static List<String> differing(Assignment assignment, ObjectNode profile) {
        return profile.properties().stream()
                .filter(attribute ->
                        !assignment.profile().path(attribute.getKey()).equals(attribute.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static ObjectNode profile(StepContext step) {
        return step.input().path("profile") instanceof ObjectNode given ? given : JsonNodeFactory.instance.objectNode();
    }

    private static StepResult resultOf(Account account, String app, boolean changed) {
        return result(outputs(account, changed).put("app", app));
    }

    @Override
    public Optional<PlannedStep> undo(PlannedStep done, JsonNode outputs) {
        return outputs.path("changed").asBoolean()
                ? Optional.of(undoing(
                        done,
                        UnassignAppStep.KIND,
                        outputs,
                        StepResult.nothing().put("app", outputs.path("app").asText())))
                : Optional.empty();
    }
}
