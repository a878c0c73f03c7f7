package io.latchkey.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.work.PlannedStep;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepResult;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Takes an account out of groups; where it is in none of them, nothing is done. All of them are looked at before it is
 * taken out of the first.
 *
 * <p>Input: {@code connection}, {@code user} (id), {@code groupIds}.
 */
@Component
class RemoveFromGroupsStep extends AccountStep {

    static final String KIND = "okta.remove-from-groups";

    private final Memberships memberships;

    RemoveFromGroupsStep(NamedDirectories directories, Settling settling, Memberships memberships) {
        super(directories, settling);
        this.memberships = memberships;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> outputs() {
        return Set.of("userId", "groupIds", "removed");
    }

    @Override
    public StepResult act(StepContext step) {
        OktaDirectory directory = directory(step);
        Account account = touchable(step, directory);
        Set<String> wanted = Memberships.named(step, "groupIds");
        List<OktaGroup> present = present(step, directory, account, wanted);
        if (!present.isEmpty()) {
            memberships.demandRemovable(step, directory, account.id(), present);
        }
        Set<String> removed = removeAll(step, directory, account, wanted, present);
        ObjectNode outputs = StepResult.nothing().put("userId", account.id());
        wanted.forEach(outputs.putArray("groupIds")::add);
        removed.forEach(outputs.putArray("removed")::add);
        return result(outputs);
    }

    private List<OktaGroup> present(StepContext step, OktaDirectory directory, Account account, Set<String> wanted) {
        Map<String, OktaGroup> groups = memberships.of(step, directory, account.id());
        return groups.values().stream()
                .filter(group -> wanted.contains(group.id()))
                .toList();
    }

    private Set<String> removeAll(
            StepContext step, OktaDirectory directory, Account account, Set<String> wanted, List<OktaGroup> present) {
        Set<String> removed = memberships.removedBefore(
                step, directory, account.id(), settling().since(step));
        removed.retainAll(wanted);
        for (String group : TakenBack.stillToRemove(
                step,
                directory,
                account.id(),
                Memberships.ids(present),
                settling().since(step))) {
            step.beforeCall();
            directory.members().remove(group, account.id());
            removed.add(group);
        }
        if (!present.isEmpty() && !present(step, directory, account, wanted).isEmpty()) {
            throw settling()
                    .notShown(
                            step,
                            "okta.membership-unproven",
                            "Okta has taken the account out of its groups, but still shows one of these memberships. If it"
                                    + " stays so, a person or a rule puts it in again; look at the groups in Okta.");
        }
        return removed;
    }

    @Override
    public Optional<PlannedStep> undo(PlannedStep done, JsonNode outputs) {
        JsonNode removed = outputs.path("removed");
        if (removed.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode input = StepResult.nothing();
        input.set("groupIds", removed);
        return Optional.of(undoing(done, EnsureGroupsStep.KIND, outputs, input));
    }

    /** A step that takes the account out of these groups; none for none. */
    static Optional<PlannedStep> undoing(PlannedStep done, JsonNode outputs, JsonNode groups) {
        if (groups.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode input = StepResult.nothing();
        new LinkedHashSet<>(Memberships.ids(groups)).forEach(input.withArray("groupIds")::add);
        return Optional.of(undoing(done, KIND, outputs, input));
    }
}
