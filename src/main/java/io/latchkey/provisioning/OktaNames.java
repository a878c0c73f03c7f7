package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.okta.OktaConnection;
import io.latchkey.okta.OktaConnections;
import io.latchkey.okta.OktaDirectories;
import io.latchkey.okta.OktaDirectory;
import io.latchkey.okta.OktaGroup;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.provisioning.guard.Guardrails;
import io.latchkey.recipe.Guardrail;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.RecipeProblem;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds, when a recipe is saved, the connection and the groups that it names. */
@Component
class OktaNames {

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

    /** The ids of the groups, by name; what cannot be found or may not be used is added to the problems. */
    ObjectNode resolve(TenantId tenant, Recipe recipe, List<RecipeProblem> problems) {
        ObjectNode ids = JsonNodeFactory.instance.objectNode();
        Optional<OktaConnection> connection =
                transactions.read(tenant, () -> connections.find(tenant, recipe.connection()));
        if (connection.isEmpty()) {
            problems.add(new RecipeProblem(
                    "recipe.connection-unknown",
                    "/connection",
                    "There is no Okta connection called \"" + recipe.connection() + "\"; create it first."));
            return ids;
        }
        OktaDirectory directory = directories.of(connection.get());
        for (int i = 0; i < recipe.steps().size(); i++) {
            Recipe.Step step = recipe.steps().get(i);
            JsonNode names = step.with().path("groups");
            for (int n = 0; n < names.size(); n++) {
                String name = names.path(n).asText();
                if (!ids.has(name)) {
                    String pointer = "/steps/" + i + "/with/groups/" + n;
                    group(tenant, connection.get(), directory, name, pointer, problems)
                            .ifPresent(id -> ids.put(name, id));
                }
            }
        }
        return ids;
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
