package io.latchkey.work;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Shows an operator which remote limits work is waiting for on this node; waiting is no illness. */
@Component("remoteLimitsHealthIndicator")
class BudgetHealth implements HealthIndicator {

    private final SharedBudgets budgets;

    BudgetHealth(SharedBudgets budgets) {
        this.budgets = budgets;
    }

    @Override
    public Health health() {
        return Health.up().withDetail("waitingFor", budgets.dry()).build();
    }
}
