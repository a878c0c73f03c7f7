package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.okta.OktaConnection;
import io.latchkey.okta.OktaConnections;
import io.latchkey.okta.OktaDirectories;
import io.latchkey.okta.OktaDirectory;
import io.latchkey.okta.OktaFailure;
import io.latchkey.okta.Roles;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.recipe.Guardrail;
import io.latchkey.recipe.Guardrail.Administration;
import io.latchkey.recipe.RecipeVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Collects, for the guardrails, what is true of the groups of a recipe now: one remote call per group. */
@Component
class GroupFacts {

    private final OktaConnections connections;
    private final OktaDirectories directories;
    private final TenantTransactions transactions;

    GroupFacts(OktaConnections connections, OktaDirectories directories, TenantTransactions transactions) {
        this.connections = connections;
        this.directories = directories;
        this.transactions = transactions;
    }

    /** The connection of a recipe with the ids of the groups that may be used. */
    private record Allowed(OktaConnection connection, Set<String> groupIds) {}

    /**
     * The facts, in the order of the recipe's names.
     *
     * @throws OktaFailure.GroupGone when a group does not exist any more
     */
    List<Guardrail.Group> of(TenantId tenant, RecipeVersion version, Runnable beforeCall) {
        JsonNode resolved = version.resolved().tree().path("groups");
        if (resolved.isEmpty()) {
            return List.of();
        }
        Allowed allowed =
                transactions.read(tenant, () -> allowed(tenant, version.recipe().connection()));
        OktaDirectory directory = directories.of(allowed.connection);
        List<Guardrail.Group> facts = new ArrayList<>();
        resolved.properties().forEach(group -> {
            String id = group.getValue().asText();
            boolean isAllowed = allowed.groupIds.contains(id);
            beforeCall.run();
            facts.add(new Guardrail.Group(id, group.getKey(), isAllowed, administration(directory, id)));
        });
        return facts;
    }

    private Allowed allowed(TenantId tenant, String name) {
        OktaConnection connection = connections.find(tenant, name).orElseThrow(() -> new ConnectionGone(name));
        Set<String> ids = new HashSet<>();
        connections.allowedGroups(tenant, connection.id()).forEach(group -> ids.add(group.id()));
        return new Allowed(connection, ids);
    }

    static Administration administration(OktaDirectory directory, String groupId) {
        Roles roles = directory.adminRolesOfGroup(groupId);
        if (roles instanceof Roles.Known known) {
            return known.types().isEmpty() ? Administration.NONE : Administration.HAS_ROLE;
        }
        return Administration.UNREADABLE;
    }
}
