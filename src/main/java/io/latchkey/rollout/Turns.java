package io.latchkey.rollout;

import io.latchkey.platform.TenantId;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * How many calls are under way on this node, so that receivers that do not answer hold few of its threads, and those of one
 * tenant fewer: more than one of a tenant only while at least half of all turns are free.
 */
@Component
class Turns {

    private final int most;
    private final int mostOfTenant;
    private final Map<TenantId, Integer> underWay = new HashMap<>();
    private int all;

    Turns(RolloutProperties properties) {
        this.most = properties.calls();
        this.mostOfTenant = properties.callsPerTenant();
    }

    /** Whether a call may begin; each that may is given back once. */
    synchronized boolean take(TenantId tenant) {
        int own = underWay.getOrDefault(tenant, 0);
        boolean isOneTooMany = own > 0 && (own >= mostOfTenant || 2 * all >= most);
        if (all >= most || isOneTooMany) {
            return false;
        }
        underWay.put(tenant, own + 1);
        all++;
        return true;
    }

    synchronized void giveBack(TenantId tenant) {
        underWay.computeIfPresent(tenant, (id, own) -> own > 1 ? own - 1 : null);
        all--;
    }
}
