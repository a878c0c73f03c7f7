package io.latchkey.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.okta.LoggedEvents.Logged;
import io.latchkey.work.Intent;
import io.latchkey.work.PlannedStep;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gives an application to all members of a group, or takes it from the group; where it is so already, nothing is done.
 *
 * <p>Input: {@code connection}, {@code app} (id), {@code groupId}.
 */
class AppOfGroupStep implements StepHandler {

    static final String ASSIGN = "okta.assign-app-to-group";
    static final String UNASSIGN = "okta.unassign-app-from-group";

    private final boolean assigns;
    private final NamedDirectories directories;
    private final Settling settling;

    AppOfGroupStep(boolean assigns, NamedDirectories directories, Settling settling) {
        this.assigns = assigns;
        this.directories = directories;
        this.settling = settling;
    }

    @Override
    public String kind() {
        return assigns ? ASSIGN : UNASSIGN;
    }

    @Override
    public Set<String> outputs() {
        return Set.of("app", "groupId", "changed");
    }

    @Override
    public Intent intend(StepContext step) {
        String claim = String.join(
                "\n",
                "okta-act",
                directories.app(step.tenant(), AccountStep.text(step, "connection")),
                kind(),
                AccountStep.text(step, "groupId"),
                AccountStep.text(step, "app"));
        return new Intent(settling.begin(), Optional.empty(), Optional.of(claim));
    }

    @Override
    public StepResult act(StepContext step) {
        OktaDirectory directory = directories.named(step.tenant(), AccountStep.text(step, "connection"));
        String app = assigns ? AppStep.active(step, directory) : AccountStep.text(step, "app");
        String group = AccountStep.text(step, "groupId");
        step.beforeCall();
        if (directory.group(group).isEmpty()) {
            throw new OktaFailure.GroupGone("the group does not exist in Okta any more, or is hidden from the app");
        }
        if (isAssigned(step, directory, app, group) == assigns) {
            return resultOf(app, group, wasOurs(step, directory, app, group));
        }
        AppStep.demandNotUndone(step, directory, event(assigns), event(!assigns), group, app, settling.since(step));
        step.beforeCall();
        if (assigns) {
            directory.apps().assignToGroup(app, group);
        } else {
            directory.apps().unassignFromGroup(app, group);
        }
        if (isAssigned(step, directory, app, group) != assigns) {
            throw settling.notShown(
                    step,
                    "okta.assignment-unproven",
                    "Okta has accepted the change of the application's groups, but does not show it. If it stays so, look at"
                            + " the application's assignments in Okta.");
        }
        return resultOf(app, group, true);
    }

    private static boolean isAssigned(StepContext step, OktaDirectory directory, String app, String group) {
        step.beforeCall();
        return directory.apps().isAssignedToGroup(app, group);
    }

    private boolean wasOurs(StepContext step, OktaDirectory directory, String app, String group) {
        if (!step.isRepeat() || step.isClaimedElsewhere()) {
            return false;
        }
        step.beforeCall();
        LoggedEvents log = directory.events();
        List<Logged> logged = log.about(event(assigns), group, settling.since(step));
        return logged.stream().anyMatch(found -> found.concerns(app) && log.isOurs(found));
    }

    private static String event(boolean assigns) {
        return "group.application_assignment." + (assigns ? "add" : "remove");
    }

    private static StepResult resultOf(String app, String group, boolean changed) {
        return StepResult.of(
                StepResult.nothing().put("app", app).put("groupId", group).put("changed", changed));
    }

    /** Acting reads first anyway. */
    @Override
    public Optional<StepResult> look(StepContext step) {
        return Optional.empty();
    }

    @Override
    public Optional<PlannedStep> undo(PlannedStep done, JsonNode outputs) {
        if (!outputs.path("changed").asBoolean()) {
            return Optional.empty();
        }
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        input.set("connection", done.input().path("connection"));
        input.set("app", outputs.path("app"));
        input.set("groupId", outputs.path("groupId"));
        return Optional.of(new PlannedStep("undo-" + done.key(), assigns ? UNASSIGN : ASSIGN, input));
    }
}
