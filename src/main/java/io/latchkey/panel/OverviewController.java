package io.latchkey.panel;

import io.latchkey.grants.GrantCounts;
import io.latchkey.grants.Grants;
import io.latchkey.jira.JiraBudget;
import io.latchkey.okta.ConnectionTest;
import io.latchkey.okta.ConnectionTests;
import io.latchkey.okta.OktaBudget;
import io.latchkey.okta.OktaConnection;
import io.latchkey.okta.OktaConnections;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.provisioning.RequestStandings;
import io.latchkey.provisioning.guard.Breaker;
import io.latchkey.provisioning.guard.Guardrails;
import io.latchkey.recipe.RecipeTitles;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.Caller;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.Installations;
import io.latchkey.work.BudgetStates;
import io.latchkey.work.ParkedLooks;
import io.latchkey.work.Work;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What runs, waits and has failed, at one glance. It asks neither Jira nor Okta. */
@RestController
@CalledByPerson(administrator = true)
class OverviewController {

    /** The kind of look that reads a request. */
    private static final String LOOK = "request";

    private static final Duration LATELY = Duration.ofDays(7);

    private final OktaConnections connections;
    private final ConnectionTests tests;
    private final OktaBudget oktaBudget;
    private final JiraBudget jiraBudget;
    private final BudgetStates budgets;
    private final RecipeTitles recipes;
    private final RequestStandings standings;
    private final Breaker breaker;
    private final Guardrails guardrails;
    private final Grants grants;
    private final Installations installations;
    private final Work work;
    private final TenantTransactions transactions;
    private final Clock clock;

    OverviewController(
            OktaConnections connections,
            ConnectionTests tests,
            OktaBudget oktaBudget,
            JiraBudget jiraBudget,
            BudgetStates budgets,
            RecipeTitles recipes,
            RequestStandings standings,
            Breaker breaker,
            Guardrails guardrails,
            Grants grants,
            Installations installations,
            Work work,
            TenantTransactions transactions,
            Clock clock) {
        this.connections = connections;
        this.tests = tests;
        this.oktaBudget = oktaBudget;
        this.jiraBudget = jiraBudget;
        this.budgets = budgets;
        this.recipes = recipes;
        this.standings = standings;
        this.breaker = breaker;
        this.guardrails = guardrails;
        this.grants = grants;
        this.installations = installations;
        this.work = work;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** How far the setup is. */
    record Setup(int connections, int usable, int recipes) {}

    /**
     * How many requests stand how.
     *
     * @param refused since then
     * @param stopped since then
     * @param done since then
     */
    record Requests(int waiting, int parked, int held, int refused, int stopped, int done, Instant since) {}

    /** A connection, as its last test has shown it. */
    record ConnectionView(
            String name,
            String orgUrl,
            String state,
            @Nullable Instant checkedAt,
            @Nullable String problem) {}

    /** A limit of Jira or Okta, of which the product keeps a distance. */
    record BudgetView(
            String name,
            long limit,
            long perSeconds,
            @Nullable Instant pausedUntil) {}

    /** What waits for an administrator. */
    record GuardrailsView(int tripped, int proposals) {}

    /**
     * What is between us and Jira.
     *
     * @param waitingForToken how much waits for the next token of Forge's
     * @param missingScopes what the site has not granted the app, by Atlassian's names
     * @param missingSince since when something is missing
     */
    record DoorView(
            int waitingForToken,
            Set<String> missingScopes,
            @Nullable Instant missingSince) {}

    /** Requests that could not be read, by reason; nobody sees them elsewhere. */
    record UnreadView(String reasonCode, String reason, int count, Instant since) {

        static UnreadView of(ParkedLooks looks) {
            return new UnreadView(looks.reasonCode(), looks.reason(), looks.count(), looks.since());
        }
    }

    /** All of it. */
    record Overview(
            Setup setup,
            DoorView door,
            Requests requests,
            List<UnreadView> unread,
            List<ConnectionView> connections,
            List<BudgetView> budgets,
            GuardrailsView guardrails,
            GrantCounts grants) {}

    @GetMapping("/api/overview")
    Overview read(Caller caller) {
        TenantId tenant = caller.tenant();
        Instant since = clock.instant().minus(LATELY);
        return transactions.read(tenant, () -> {
            List<OktaConnection> known = connections.list(tenant);
            var tested = tests.of(tenant, known);
            List<ConnectionView> views = known.stream()
                    .map(connection -> view(connection, tested.get(connection.id())))
                    .toList();
            int usable = (int) views.stream()
                    .filter(view -> view.state().equals("working"))
                    .count();
            return new Overview(
                    new Setup(known.size(), usable, recipes.count(tenant)),
                    door(tenant),
                    requests(standings.counts(tenant, since), since),
                    work.parkedLooks(tenant, LOOK, since).stream()
                            .map(UnreadView::of)
                            .toList(),
                    views,
                    budgets(tenant, known),
                    new GuardrailsView(
                            breaker.tripped(tenant).size(),
                            guardrails.waiting(tenant).size()),
                    grants.counts(tenant));
        });
    }

    private DoorView door(TenantId tenant) {
        int waiting = work.waitingForToken(tenant);
        return installations
                .open(tenant)
                .map((Installation open) -> new DoorView(waiting, open.missingScopes(), open.scopesMissingSince()))
                .orElseGet(() -> new DoorView(waiting, Set.of(), null));
    }

    private static Requests requests(Map<String, Integer> counts, Instant since) {
        return new Requests(
                counts.getOrDefault("waiting", 0),
                counts.getOrDefault("parked", 0),
                counts.getOrDefault("held", 0),
                counts.getOrDefault("refused", 0),
                counts.getOrDefault("stopped", 0),
                counts.getOrDefault("done", 0),
                since);
    }

    private static ConnectionView view(OktaConnection connection, @Nullable ConnectionTest test) {
        String url = connection.orgUrl().value();
        if (connection.clientId().isEmpty()) {
            return new ConnectionView(connection.name(), url, "incomplete", null, null);
        }
        if (test == null) {
            return new ConnectionView(connection.name(), url, "untested", null, null);
        }
        return new ConnectionView(
                connection.name(),
                url,
                test.problem().isEmpty() ? "working" : "failing",
                test.at(),
                test.problem().orElse(null));
    }

    private List<BudgetView> budgets(TenantId tenant, List<OktaConnection> known) {
        List<BudgetStates.Asked> asked = Stream.concat(jiraBudget.of(tenant).stream(), oktaBudget.of(known).stream())
                .toList();
        return budgets.of(asked).stream()
                .map(state -> new BudgetView(
                        state.name(),
                        state.limit(),
                        state.window().toSeconds(),
                        state.pausedUntil().orElse(null)))
                .toList();
    }
}
