package io.latchkey.provisioning;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.okta.OktaApp;
import io.latchkey.okta.OktaConnection;
import io.latchkey.okta.OktaConnections;
import io.latchkey.okta.OktaDirectories;
import io.latchkey.okta.OktaDirectory;
import io.latchkey.okta.OktaFailure;
import io.latchkey.okta.OktaGroup;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.provisioning.guard.Guardrails;
import io.latchkey.recipe.Guardrail;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.RecipeProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Finds, when a recipe is saved, the connection, the groups and the applications that it names. */
@Component
class OktaNames {

    private static final StepShape NOTHING = new StepShape(false, Map.of(), Map.of(), Set.of(), Set.of());

    private final OktaConnections connections;
    private final OktaDirectories directories;
    private final Guardrails guardrails;
    private final TenantTransactions transactions;

    OktaNames(
            OktaConnections connections,
            OktaDirectories directories,
            Guardrails guardrails,
            TenantTransactions transactions) {
        this.connections = connections;
        this.directories = directories;
        this.guardrails = guardrails;
        this.transactions = transactions;
    }

    /**
     * The ids of the {@code groups} and {@code apps}, by name; what cannot be found or may not be used is added to the
     * problems.
     */
    ObjectNode resolve(TenantId tenant, Recipe recipe, List<RecipeProblem> problems) {
        ObjectNode found = JsonNodeFactory.instance.objectNode();
        ObjectNode ids = found.putObject("groups");
        Optional<OktaConnection> connection =
                transactions.read(tenant, () -> connections.find(tenant, recipe.connection()));
        if (connection.isEmpty()) {
            problems.add(new RecipeProblem(
                    "recipe.connection-unknown",
                    "/connection",
                    "There is no Okta connection called \"" + recipe.connection() + "\"; create it first."));
            return found;
        }
        OktaDirectory directory = directories.of(connection.get());
        groups(recipe)
                .forEach((name, pointer) -> group(tenant, connection.get(), directory, name, pointer, problems)
                        .ifPresent(id -> ids.put(name, id)));
        Map<String, String> apps = apps(recipe);
        if (!apps.isEmpty()) {
            apps(tenant, connection.get(), directory, apps, found.putObject("apps"), problems);
        }
        return found;
    }

    private void apps(
            TenantId tenant,
            OktaConnection connection,
            OktaDirectory directory,
            Map<String, String> named,
            ObjectNode ids,
            List<RecipeProblem> problems) {
        Optional<OktaFailure> refused = directory.refusalOfApps();
        if (refused.isPresent()) {
            named.values()
                    .forEach(pointer -> problems.add(new RecipeProblem(
                            refused.get().code(),
                            pointer,
                            "Okta gives no access to applications: "
                                    + refused.get().explanation() + ".")));
            return;
        }
        named.forEach((label, pointer) ->
                app(tenant, connection, directory, label, pointer, problems).ifPresent(id -> ids.put(label, id)));
    }

    private Optional<String> app(
            TenantId tenant,
            OktaConnection connection,
            OktaDirectory directory,
            String label,
            String pointer,
            List<RecipeProblem> problems) {
        List<OktaApp> found;
        try {
            found = directory.findApps(label);
        } catch (OktaFailure.Refused tooMany) {
            problems.add(new RecipeProblem(tooMany.code(), pointer, "Okta: " + tooMany.explanation() + "."));
            return Optional.empty();
        }
        if (found.size() != 1) {
            problems.add(
                    found.isEmpty()
                            ? new RecipeProblem(
                                    "recipe.app-unknown",
                                    pointer,
                                    "Okta has no application called \"" + label + "\", or hides it from the app.")
                            : new RecipeProblem(
                                    "recipe.app-ambiguous",
                                    pointer,
                                    "Okta has " + found.size() + " applications called \"" + label
                                            + "\"; give the one that is meant a label of its own."));
            return Optional.empty();
        }
        OktaApp app = found.get(0);
        if (app.ofOkta()) {
            problems.add(new RecipeProblem(
                    "recipe.app-of-okta",
                    pointer,
                    "\"" + label + "\" is one of Okta's own consoles; no request gives it."));
        } else if (!app.active()) {
            problems.add(new RecipeProblem(
                    "recipe.app-inactive", pointer, "\"" + label + "\" is inactive in Okta; activate it there."));
        }
        if (app.ofOkta() || !app.active()) {
            return Optional.empty();
        }
        boolean allowed = transactions.read(tenant, () -> guardrails.isAppAllowed(tenant, connection.id(), app.id()));
        List<Guardrail.Violation> violations =
                Guardrail.violations(Guardrail.Facts.ofApps(List.of(new Guardrail.App(app.id(), label, allowed))));
        violations.forEach(
                violation -> problems.add(new RecipeProblem(violation.code(), pointer, violation.sentence())));
        return violations.isEmpty() ? Optional.of(app.id()) : Optional.empty();
    }

    private static Map<String, String> apps(Recipe recipe) {
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < recipe.steps().size(); i++) {
            oneName(recipe, i, StepShape.APP, named);
        }
        return named;
    }

    private static void oneName(Recipe recipe, int index, String argument, Map<String, String> named) {
        Recipe.Step step = recipe.steps().get(index);
        String name = step.with().path(argument).asText();
        if (StepShape.of(step.uses()).orElse(NOTHING).names().containsKey(argument) && !name.isBlank()) {
            String pointer = "/steps/" + index + "/with/" + argument;
            References.onlyInput(name)
                    .ifPresentOrElse(input -> choices(recipe, input, named), () -> named.putIfAbsent(name, pointer));
        }
    }

    /** Every group that a plan of the recipe may name, with the first place that names it. */
    private static Map<String, String> groups(Recipe recipe) {
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < recipe.steps().size(); i++) {
            Recipe.Step step = recipe.steps().get(i);
            oneName(recipe, i, StepShape.GROUP, named);
            StepShape shape = StepShape.of(step.uses()).orElse(NOTHING);
            for (String argument : shape.groups().keySet()) {
                JsonNode names = step.with().path(argument);
                for (int n = 0; n < names.size(); n++) {
                    String name = names.path(n).asText();
                    String pointer = "/steps/" + i + "/with/" + argument + "/" + n;
                    References.onlyInput(name)
                            .ifPresentOrElse(
                                    input -> choices(recipe, input, named), () -> named.putIfAbsent(name, pointer));
                }
            }
        }
        return named;
    }

    private static void choices(Recipe recipe, String input, Map<String, String> named) {
        Recipe.Input chosen = recipe.inputs().get(input);
        if (chosen != null) {
            chosen.choices()
                    .forEach((value, name) -> named.putIfAbsent(
                            name,
                            JsonPointer.compile("/inputs/" + input + "/choices")
                                    .appendProperty(value)
                                    .toString()));
        }
    }

    private Optional<String> group(
            TenantId tenant,
            OktaConnection connection,
            OktaDirectory directory,
            String name,
            String pointer,
            List<RecipeProblem> problems) {
        Optional<OktaGroup> found = directory.findGroup(name);
        if (found.isEmpty()) {
            problems.add(
                    new RecipeProblem("recipe.group-unknown", pointer, "Okta has no group called \"" + name + "\"."));
            return Optional.empty();
        }
        OktaGroup group = found.get();
        if (!group.isEditable()) {
            problems.add(new RecipeProblem(
                    "recipe.group-not-editable",
                    pointer,
                    "The members of \"" + name + "\" are managed by Okta or an application, not by Latchkey."));
            return Optional.empty();
        }
        boolean allowed = transactions.read(tenant, () -> connections.isAllowed(tenant, connection.id(), group.id()));
        var facts = new Guardrail.Group(group.id(), name, allowed, GroupFacts.administration(directory, group.id()));
        List<Guardrail.Violation> violations = Guardrail.violations(Guardrail.Facts.ofGroups(
                List.of(facts), transactions.read(tenant, () -> guardrails.protectedGroups(tenant))));
        violations.forEach(
                violation -> problems.add(new RecipeProblem(violation.code(), pointer, violation.sentence())));
        return violations.isEmpty() ? Optional.of(group.id()) : Optional.empty();
    }
}
