package io.latchkey.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Makes sure that an account is in its groups: reads the account's groups, adds what is missing, reads back. Adding a
 * member again changes nothing (Okta answers 204 both times), so it may be repeated freely.
 *
 * <p>Input: {@code connection}, {@code user} (id), {@code groupIds}.
 */
@Component
class EnsureGroupsStep implements StepHandler {

    static final String KIND = "okta.ensure-groups";

    private final ConnectedDirectories directories;

    EnsureGroupsStep(ConnectedDirectories directories) {
        this.directories = directories;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public StepResult act(StepContext step) {
        JsonNode input = step.input();
        OktaDirectory directory =
                directories.named(step.tenant(), input.path("connection").asText());
        String user = input.path("user").asText();
        Set<String> wanted = new LinkedHashSet<>();
        input.path("groupIds").forEach(group -> wanted.add(group.asText()));

        Set<String> missing = missing(step, directory, user, wanted);
        Set<String> added = Set.copyOf(missing);
        for (String group : missing) {
            step.beforeCall();
            directory.addToGroup(group, user);
        }
        if (!missing.isEmpty() && !missing(step, directory, user, wanted).isEmpty()) {
            // Okta's membership lists lag behind its writes; the next attempt looks again.
            throw new OktaFailure.Unavailable("Okta does not show yet the memberships that Latchkey added");
        }
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

    private static Set<String> missing(StepContext step, OktaDirectory directory, String user, Set<String> wanted) {
        step.beforeCall();
        Set<String> present =
                directory.groupsOf(user).stream().map(OktaGroup::id).collect(Collectors.toSet());
        return wanted.stream()
                .filter(group -> !present.contains(group))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
