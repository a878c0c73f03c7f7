package io.latchkey.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.work.Intent;
import io.latchkey.work.PlannedStep;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Makes sure that an account is in its groups: reads the account's groups, adds what is missing, reads back. Adding a
 * member again changes nothing (Okta answers 204 both times), so it may be repeated freely. What Okta shows late is waited
 * for between attempts: the memberships that were added, and an account that was created a moment ago.
 *
 * <p>Input: {@code connection}, {@code user} (id), {@code groupIds}.
 */
@Component
class EnsureGroupsStep implements StepHandler {

    static final String KIND = "okta.ensure-groups";

    /** Okta: 404 right after the creation passes within seconds. */
    private static final Duration NEW = Duration.ofSeconds(10);

    private final NamedDirectories directories;
    private final Settling settling;

    EnsureGroupsStep(NamedDirectories directories, Settling settling) {
        this.directories = directories;
        this.settling = settling;
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
        return new Intent(settling.begin(), Optional.empty(), Optional.empty());
    }

    @Override
    public StepResult act(StepContext step) {
        return settling.present(step, NEW, () -> ensure(step));
    }

    private StepResult ensure(StepContext step) {
        JsonNode input = step.input();
        OktaDirectory directory =
                directories.named(step.tenant(), input.path("connection").asText());
        String user = input.path("user").asText();
        Set<String> wanted = new LinkedHashSet<>();
        input.path("groupIds").forEach(group -> wanted.add(group.asText()));

        if (!isOfThisRun(step, user)) {
            Administrators.refuse(step, directory, user);
        }
        Set<String> missing = missing(step, directory, user, wanted);
        if (!missing.isEmpty()) {
            demandInUse(step, directory, user);
        }
        for (String group : missing) {
            step.beforeCall();
            directory.addToGroup(group, user);
        }
        if (!missing.isEmpty() && !missing(step, directory, user, wanted).isEmpty()) {
            throw settling.notShown(
                    step,
                    "okta.membership-unproven",
                    "Okta has accepted the account into its groups, but does not show all of these memberships. If it"
                            + " stays so, a person or a rule takes it out again; look at the groups in Okta.");
        }
        ObjectNode outputs = StepResult.nothing().put("userId", user);
        wanted.forEach(outputs.putArray("groupIds")::add);
        missing.forEach(outputs.putArray("added")::add);
        return StepResult.of(outputs);
    }

    /** A new account has no role but what its groups give, each of which was asked for its roles. */
    private static boolean isOfThisRun(StepContext step, String user) {
        return step.earlierOf(CreateUserStep.KIND).stream()
                .anyMatch(account -> account.path("userId").asText().equals(user));
    }

    /** Nothing is granted to an account that a person has stopped. */
    private static void demandInUse(StepContext step, OktaDirectory directory, String id) {
        step.beforeCall();
        OktaUser user = directory
                .user(id)
                .orElseThrow(() -> new OktaFailure.UserGone("the account does not exist in Okta any more"));
        if (user.status() == OktaUser.Status.DEPROVISIONED || user.status() == OktaUser.Status.SUSPENDED) {
            throw new OktaFailure.AccountChanged(
                    "a person has deactivated or suspended the account; it was left so, and"
                            + " was added to no group");
        }
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

    /** Only what was certainly missing before: after a lost answer that may be less than what was added. */
    @Override
    public Optional<PlannedStep> undo(PlannedStep done, JsonNode outputs) {
        return RemoveFromGroupsStep.undoing(done, outputs, outputs.path("added"));
    }
}
