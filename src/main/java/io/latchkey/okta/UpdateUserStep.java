package io.latchkey.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.work.PlannedStep;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepResult;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * Changes attributes of an account, those that differ and no other. What an account is known and recovered by is refused:
 * who may change these takes it over.
 *
 * <p>Input: {@code connection}, {@code user} (id), {@code profile}: attributes by Okta's names, null clears one. Optional
 * {@code expected}: what they must be now, since a person may have changed them meanwhile.
 */
@Component
class UpdateUserStep extends AccountStep {

    static final String KIND = "okta.update-user";

    private static final Set<String> KNOWN_BY = Set.of("login", "email", "secondemail");

    UpdateUserStep(NamedDirectories directories, Settling settling) {
        super(directories, settling);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> outputs() {
        return Set.of("userId", "status", "changed");
    }

    @Override
    public StepResult act(StepContext step) {
        Map<String, JsonNode> wanted = wanted(step);
        OktaDirectory directory = directory(step);
        Account before = touchable(step, directory);
        if (before.status() == OktaUser.Status.DEPROVISIONED) {
            throw wrongState(before, OktaUser.Status.ACTIVE, OktaUser.Status.STAGED, OktaUser.Status.SUSPENDED);
        }
        ObjectNode changes = StepResult.nothing();
        wanted.forEach((name, value) -> {
            if (!value(before, name).equals(value)) {
                changes.set(name, value);
            }
        });
        if (changes.isEmpty()) {
            return resultOf(before, changedBefore(step, directory, wanted), StepResult.nothing(), changes);
        }
        demandAsExpected(step, before, changes);
        step.beforeCall();
        directory.accounts().update(before.id(), changes);
        Account after = read(step, directory);
        if (wanted.entrySet().stream()
                .anyMatch(attribute -> !value(after, attribute.getKey()).equals(attribute.getValue()))) {
            throw settling()
                    .notShown(
                            step,
                            "okta.profile-unproven",
                            "Okta has accepted the profile, but does not show it as it was sent. If it stays so, another"
                                    + " directory or a person changes these attributes too.");
        }
        ObjectNode old = StepResult.nothing();
        changes.fieldNames().forEachRemaining(name -> old.set(name, value(before, name)));
        return resultOf(after, names(changes), old, changes);
    }

    /** What an attempt whose answer was lost has changed is known by name; what it was before is not. */
    private List<String> changedBefore(StepContext step, OktaDirectory directory, Map<String, JsonNode> wanted) {
        if (!step.isRepeat() || !isOnlyOurs(step)) {
            return List.of();
        }
        step.beforeCall();
        return directory
                .events()
                .ours(
                        "user.account.update_profile",
                        text(step, "user"),
                        settling().since(step))
                .map(ours -> List.copyOf(wanted.keySet()))
                .orElse(List.of());
    }

    private static void demandAsExpected(StepContext step, Account account, ObjectNode changes) {
        step.input().path("expected").properties().forEach(attribute -> {
            if (changes.has(attribute.getKey())
                    && !value(account, attribute.getKey()).equals(attribute.getValue())) {
                throw new OktaFailure.AccountChanged("a person has changed \"" + attribute.getKey()
                        + "\" of the account meanwhile; it was left so, and nothing was changed");
            }
        });
    }

    private static Map<String, JsonNode> wanted(StepContext step) {
        Map<String, JsonNode> wanted = new TreeMap<>();
        step.input().path("profile").properties().forEach(attribute -> {
            if (KNOWN_BY.contains(attribute.getKey().toLowerCase(Locale.ROOT))) {
                throw refused(
                        "okta.attribute-protected",
                        FailureKind.SETUP,
                        "\"" + attribute.getKey()
                                + "\" is what an account is known or recovered by, and is not changed by"
                                + " a request; change it in Okta");
            }
            wanted.put(attribute.getKey(), attribute.getValue());
        });
        if (wanted.isEmpty()) {
            throw refused("okta.argument-missing", FailureKind.SETUP, "the plan brings no attribute to change");
        }
        return wanted;
    }

    /** Okta leaves out what is empty. */
    private static JsonNode value(Account account, String name) {
        JsonNode value = account.profile().path(name);
        return value.isMissingNode() ? NullNode.getInstance() : value;
    }

    private static List<String> names(ObjectNode changes) {
        return changes.properties().stream().map(Map.Entry::getKey).toList();
    }

    /** The names are evidence; the values are personal, and stay with what later steps may know. */
    private static StepResult resultOf(Account account, List<String> names, ObjectNode old, ObjectNode set) {
        ObjectNode evidence = outputs(account, !names.isEmpty());
        names.forEach(evidence.putArray("attributes")::add);
        ObjectNode outputs = evidence.deepCopy();
        outputs.set("old", old);
        outputs.set("set", set);
        return new StepResult(outputs, evidence, Map.of());
    }

    @Override
    public Optional<PlannedStep> undo(PlannedStep done, JsonNode outputs) {
        JsonNode old = outputs.path("old");
        if (old.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode input = StepResult.nothing();
        input.set("profile", old);
        input.set("expected", outputs.path("set"));
        return Optional.of(undoing(done, KIND, outputs, input));
    }
}
