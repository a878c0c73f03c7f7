package io.latchkey.provisioning;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.latchkey.okta.OktaConnection;
import io.latchkey.okta.OktaConnectionId;
import io.latchkey.okta.OktaConnections;
import io.latchkey.okta.OktaDirectories;
import io.latchkey.okta.OktaDirectory;
import io.latchkey.okta.OktaFailure;
import io.latchkey.okta.Roles;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.time.Ticks;
import io.latchkey.provisioning.guard.GuardrailProperties;
import io.latchkey.recipe.Guardrail;
import io.latchkey.recipe.Guardrail.Administration;
import io.latchkey.recipe.RecipeVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/**
 * Collects, for the guardrails, what is true of the groups of a recipe: one remote call per group. That a group had no
 * administrator role is remembered for a while, for those who may use it: a run that waits for a limit of Okta's must not use
 * it up by asking the same again.
 */
@Component
class GroupFacts {

    private static final int MOST = 10_000;

    private final OktaConnections connections;
    private final OktaDirectories directories;
    private final TenantTransactions transactions;
    private final Cache<Seen, Administration> withoutRole;

    GroupFacts(
            OktaConnections connections,
            OktaDirectories directories,
            TenantTransactions transactions,
            GuardrailProperties properties,
            Ticks ticks) {
        this.connections = connections;
        this.directories = directories;
        this.transactions = transactions;
        this.withoutRole = Caffeine.newBuilder()
                .ticker(ticks::nanos)
                .maximumSize(MOST)
                .expireAfterWrite(properties.rolesRememberedFor())
                .build();
    }

    /** A group of a connection. */
    private record Seen(TenantId tenant, OktaConnectionId connection, String groupId) {}

    /** The connection of a recipe with the ids of the groups that may be used. */
    private record Allowed(OktaConnection connection, Set<String> groupIds) {}

    /**
     * The facts of now about these groups, in the order of the recipe's names.
     *
     * @throws OktaFailure.GroupGone when a group does not exist any more
     */
    List<Guardrail.Group> of(TenantId tenant, RecipeVersion version, Set<String> groupIds, Runnable beforeCall) {
        return facts(tenant, version, groupIds::contains, (directory, seen) -> {
            withoutRole.invalidate(seen);
            beforeCall.run();
            return remembered(seen, administration(directory, seen.groupId));
        });
    }

    /** The same of these groups, with roles that may have been read a while ago ({@link GuardrailProperties#rolesRememberedFor()}); no call then. */
    List<Guardrail.Group> lately(TenantId tenant, RecipeVersion version, Set<String> groupIds, Runnable beforeCall) {
        return facts(tenant, version, groupIds::contains, (directory, seen) -> {
            Administration known = withoutRole.getIfPresent(seen);
            if (known != null) {
                return known;
            }
            beforeCall.run();
            return remembered(seen, administration(directory, seen.groupId));
        });
    }

    private Administration remembered(Seen seen, Administration found) {
        if (found == Administration.NONE) {
            withoutRole.put(seen, found);
        }
        return found;
    }

    private List<Guardrail.Group> facts(
            TenantId tenant,
            RecipeVersion version,
            Predicate<String> wanted,
            BiFunction<OktaDirectory, Seen, Administration> roles) {
        Map<String, String> groups = new LinkedHashMap<>();
        version.resolved().tree().path("groups").properties().forEach(group -> {
            if (wanted.test(group.getValue().asText())) {
                groups.put(group.getKey(), group.getValue().asText());
            }
        });
        if (groups.isEmpty()) {
            return List.of();
        }
        Allowed allowed =
                transactions.read(tenant, () -> allowed(tenant, version.recipe().connection()));
        OktaDirectory directory = directories.of(allowed.connection);
        List<Guardrail.Group> facts = new ArrayList<>();
        groups.forEach((name, id) -> {
            boolean isAllowed = allowed.groupIds.contains(id);
            Administration administration = roles.apply(directory, new Seen(tenant, allowed.connection.id(), id));
            facts.add(new Guardrail.Group(id, name, isAllowed, administration));
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
