package io.latchkey.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.work.Intent;
import io.latchkey.work.PlannedStep;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Makes sure that an account is in its groups, for good, as {@link JoinGroups} does.
 *
 * <p>Input: {@code connection}, {@code user} (id), {@code groupIds}.
 */
@Component
class EnsureGroupsStep implements StepHandler {

    static final String KIND = "okta.ensure-groups";

    private final NamedDirectories directories;
    private final JoinGroups join;
    private final Lasting lasting;

    EnsureGroupsStep(NamedDirectories directories, JoinGroups join, Lasting lasting) {
        this.directories = directories;
        this.join = join;
        this.lasting = lasting;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> outputs() {
        return Set.of("userId", "groupIds", "added");
    }

    @Override
    public Intent intend(StepContext step) {
        return new Intent(join.begin(), Optional.empty(), Optional.empty());
    }

    @Override
    public StepResult act(StepContext step) {
        JsonNode input = step.input();
        OktaDirectory directory =
                directories.named(step.tenant(), input.path("connection").asText());
        String user = input.path("user").asText();
        Set<String> wanted = new LinkedHashSet<>();
        input.path("groupIds").forEach(group -> wanted.add(group.asText()));

        Set<String> added = join.ensure(
                step, directory, user, wanted, (present, missing) -> lasting.keep(step, user, wanted, present));

        ObjectNode outputs = StepResult.nothing().put("userId", user);
        wanted.forEach(outputs.putArray("groupIds")::add);
        added.forEach(outputs.putArray("added")::add);
        return StepResult.of(outputs);
    }

    /** Acting reads first anyway. */
    @Override
    public Optional<StepResult> look(StepContext step) {
        return Optional.empty();
    }

    /** Only what was certainly missing before: after a lost answer that may be less than what was added. */
    @Override
    public Optional<PlannedStep> undo(PlannedStep done, JsonNode outputs) {
        return RemoveFromGroupsStep.undoing(done, outputs, outputs.path("added"));
    }
}
