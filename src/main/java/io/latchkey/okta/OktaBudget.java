package io.latchkey.okta;

import io.latchkey.work.BudgetStates;
import io.latchkey.work.Budgets;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;

/** Which limits of organisations the product keeps to, for those who look how they stand. */
@Component
public class OktaBudget {

    private final Budgets budgets;
    private final OktaProperties properties;
    private final Clock clock;

    OktaBudget(Budgets budgets, OktaProperties properties, Clock clock) {
        this.budgets = budgets;
        this.properties = properties;
        this.clock = clock;
    }

    /** Those of the organisations of these connections, each once. */
    public List<BudgetStates.Asked> of(List<OktaConnection> connections) {
        return connections.stream()
                .map(OktaConnection::orgUrl)
                .distinct()
                .flatMap(url -> new OktaLimits(budgets, url, properties.budgetShare(), clock)
                        .all(String.valueOf(URI.create(url.value()).getHost())).stream())
                .toList();
    }
}
