package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.grants.Grant;
import io.latchkey.jira.JiraBudget;
import io.latchkey.jira.JiraSite;
import io.latchkey.jira.PortalForm;
import io.latchkey.okta.OktaConnection;
import io.latchkey.okta.OktaConnectionId;
import io.latchkey.okta.OktaConnections;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.failure.FailureException;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.recipe.Recipes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Where people ask for access to last longer. That needs an approval like access itself, so it is a request of its own: of a type
 * at the same service desk whose recipe extends all that runs. What Jira says of its form is remembered for ten minutes, per
 * node; of a failure nothing is.
 */
@Component
public class ExtensionForms {

    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int MOST = 1_000;

    /** More request types than these are not asked about. */
    private static final int MOST_TYPES = 3;

    private final Recipes recipes;
    private final OktaConnections connections;
    private final JiraSite jira;
    private final JiraBudget budget;
    private final SharedAnswers<Asked, Optional<String>> paths;

    ExtensionForms(Recipes recipes, OktaConnections connections, JiraSite jira, JiraBudget budget, Clock clock) {
        this.recipes = recipes;
        this.connections = connections;
        this.jira = jira;
        this.budget = budget;
        this.paths = new SharedAnswers<>(clock, KEPT, MOST);
    }

    private record Asked(TenantId tenant, RequestType type) {}

    /**
     * A type of request that extends access.
     *
     * @param serviceDesk Jira's id
     * @param id Jira's id of the type
     */
    public record RequestType(String serviceDesk, String id) {}

    /**
     * The types of request that extend whatever runs of what a request gave; none when nothing runs. Needs the tenant's open
     * transaction.
     *
     * @param recipe the recipe by which it was given, whose service desk counts
     * @param number that recipe's version
     */
    public List<RequestType> types(
            TenantId tenant, @Nullable UUID recipe, @Nullable Integer number, List<Grant> given) {
        List<Grant> running = given.stream()
                .filter(grant -> grant.state() == Grant.State.ACTIVE)
                .toList();
        Set<OktaConnectionId> through = running.stream().map(Grant::connection).collect(Collectors.toSet());
        if (through.size() != 1 || recipe == null || number == null) {
            return List.of();
        }
        Set<String> groups = running.stream().map(Grant::groupId).collect(Collectors.toSet());
        Optional<String> desk = recipes.version(tenant, recipe, number)
                .map(version -> version.recipe().match().serviceDesk());
        Optional<String> connection =
                connections.find(tenant, through.iterator().next()).map(OktaConnection::name);
        return recipes.list(tenant).stream()
                .filter(other -> desk.equals(Optional.of(other.recipe().match().serviceDesk())))
                .filter(other -> connection.equals(Optional.of(other.recipe().connection())))
                .filter(other -> extended(other).containsAll(groups))
                .flatMap(other -> other.recipe().match().requestTypes().stream()
                        .map(type -> new RequestType(other.recipe().match().serviceDesk(), type)))
                .toList();
    }

    /** Okta's ids of the groups whose access a recipe can let last longer. */
    private static Set<String> extended(RecipeVersion version) {
        JsonNode ids = version.resolved().tree().path("groups");
        return Ends.extended(version.recipe()).stream()
                .map(name -> ids.path(name).asText())
                .collect(Collectors.toSet());
    }

    /**
     * The path of the first form that the portal shows, below the site; empty when it shows none, when Jira does not answer, or
     * while few of its points are left. At most one call for each type. Never called inside a transaction.
     */
    public Optional<String> path(TenantId tenant, List<RequestType> types) {
        try {
            return types.stream()
                    .limit(MOST_TYPES)
                    .flatMap(type -> paths.get(new Asked(tenant, type), () -> ask(tenant, type)).stream())
                    .findFirst();
        } catch (FailureException untold) {
            // The panel says in words what there would be a button for.
            return Optional.empty();
        }
    }

    private Optional<String> ask(TenantId tenant, RequestType type) {
        if (!budget.hasForThoseWhoLook()) {
            throw new FewPoints();
        }
        return jira.portalForm(tenant, type.serviceDesk(), type.id()).map(PortalForm::path);
    }
}
