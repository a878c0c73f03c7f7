package io.latchkey.panel;

import io.latchkey.grants.Grant;
import io.latchkey.grants.GrantFilter;
import io.latchkey.grants.Grants;
import io.latchkey.intake.ReceivedSignals;
import io.latchkey.okta.OktaConnectionId;
import io.latchkey.okta.OktaConnections;
import io.latchkey.platform.TenantId;
import io.latchkey.provisioning.ExtensionForms;
import io.latchkey.provisioning.RequestDecisions;
import io.latchkey.provisioning.RequestStanding;
import io.latchkey.provisioning.RequestStandings;
import io.latchkey.recipe.RecipeTitle;
import io.latchkey.recipe.RecipeTitles;
import io.latchkey.work.RunState;
import io.latchkey.work.Work;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts together what is stored of a request. Needs the tenant's open transaction. */
@Component
class TicketStories {

    /** More are not told of, and the answer says so. */
    static final int MOST_GRANTS = 200;

    private final RequestStandings standings;
    private final RequestDecisions decisions;
    private final Work work;
    private final ReceivedSignals signals;
    private final Grants grants;
    private final OktaConnections connections;
    private final RecipeTitles titles;
    private final ExtensionForms extensions;

    TicketStories(
            RequestStandings standings,
            RequestDecisions decisions,
            Work work,
            ReceivedSignals signals,
            Grants grants,
            OktaConnections connections,
            RecipeTitles titles,
            ExtensionForms extensions) {
        this.standings = standings;
        this.decisions = decisions;
        this.work = work;
        this.signals = signals;
        this.grants = grants;
        this.connections = connections;
        this.titles = titles;
        this.extensions = extensions;
    }

    TicketStory of(TenantId tenant, String issueId) {
        Optional<RequestStanding> standing = standings.ofIssue(tenant, issueId);
        List<Grant> given = grants.list(tenant, GrantFilter.ofIssue(issueId), null, MOST_GRANTS);
        return new TicketStory(
                standing,
                decisions.ofIssue(tenant, issueId),
                standing.flatMap(one -> run(tenant, one)),
                signals.ofIssue(tenant, issueId),
                given,
                groups(tenant, given),
                standing.map(one -> recipe(tenant, one)).orElse(null),
                standing.map(one -> extensions.types(tenant, one.recipeId(), one.recipeVersion(), given))
                        .orElse(List.of()));
    }

    private Optional<RunState> run(TenantId tenant, RequestStanding standing) {
        boolean ofPlan = !standing.state().equals("held") && !standing.state().equals("refused");
        return work.run(tenant, standing.run())
                .filter(run -> ofPlan || run.state().equals("parked"));
    }

    private @Nullable RecipeView recipe(TenantId tenant, RequestStanding standing) {
        return recipe(tenant, standing.recipeId(), standing.recipeVersion());
    }

    /** What a version of a recipe is called. */
    @Nullable
    RecipeView recipe(TenantId tenant, java.util.@Nullable UUID recipe, @Nullable Integer version) {
        if (recipe == null || version == null) {
            return null;
        }
        return RecipeView.of(titles.of(tenant, Set.of(new RecipeTitle.Of(recipe, version))), recipe, version);
    }

    private Map<String, String> groups(TenantId tenant, List<Grant> given) {
        Map<String, String> names = new HashMap<>();
        Set<OktaConnectionId> used = given.stream().map(Grant::connection).collect(Collectors.toSet());
        used.forEach(connection ->
                connections.allowedGroups(tenant, connection).forEach(group -> names.put(group.id(), group.name())));
        return names;
    }
}
