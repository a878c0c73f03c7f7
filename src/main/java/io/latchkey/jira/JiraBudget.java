package io.latchkey.jira;

import io.latchkey.platform.TenantId;
import io.latchkey.work.BudgetStates;
import java.util.List;
import org.springframework.stereotype.Component;

/** How much of what Jira allows the app is left, over all sites and nodes. Safe for many threads. */
@Component
public class JiraBudget {

    /** Below this share those who only look get nothing. */
    private static final double ENOUGH_TO_LOOK = 0.3;

    private final JiraLimits limits;

    JiraBudget(JiraLimits limits) {
        this.limits = limits;
    }

    /**
     * The part that is left of the points that may be spent now, from 0 to 1: 1 while they come faster than they are
     * spent, 0 when a call would have to wait. One statement; no transaction may be open.
     */
    public double left() {
        return limits.pointsLeft();
    }

    /**
     * Whether enough is left for those who only look; what people have approved goes first. One statement; no transaction may be
     * open.
     */
    public boolean hasForThoseWhoLook() {
        return left() >= ENOUGH_TO_LOOK;
    }

    /** The limits that a site's calls count for, for those who look how they stand. */
    public List<BudgetStates.Asked> of(TenantId tenant) {
        return limits.all(tenant);
    }
}
