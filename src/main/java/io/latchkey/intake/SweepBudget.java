package io.latchkey.intake;

import io.latchkey.platform.TenantId;

/** How much of what Jira allows us in this hour is left; a bean that implements it is asked before each pause. */
@FunctionalInterface
public interface SweepBudget {

    /** The share that is left, from 0 to 1. */
    double left(TenantId tenant);
}
