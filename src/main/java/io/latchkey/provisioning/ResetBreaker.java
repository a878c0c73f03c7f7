package io.latchkey.provisioning;

import io.latchkey.platform.TenantId;
import io.latchkey.provisioning.guard.Breaker;
import io.latchkey.work.Work;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Resets a breaker that has tripped, and looks again at what it held. */
@Component
public class ResetBreaker {

    private final Breaker breaker;
    private final RequestDecisions decisions;
    private final Work work;

    ResetBreaker(Breaker breaker, RequestDecisions decisions, Work work) {
        this.breaker = breaker;
        this.decisions = decisions;
        this.work = work;
    }

    /**
     * Resets it, inside the tenant's open transaction.
     *
     * @param by the administrator's Atlassian account id
     * @return false when there is none of this id, or it was reset before
     */
    public boolean reset(TenantId tenant, UUID trip, String by) {
        if (!breaker.reset(tenant, trip, by)) {
            return false;
        }
        lookAt(tenant, Breaker.CODE);
        return true;
    }

    /** Looks again at what was held because it cannot be counted; inside the transaction that changed a limit. */
    public void limitChanged(TenantId tenant) {
        lookAt(tenant, Breaker.UNCOUNTED);
    }

    private void lookAt(TenantId tenant, String code) {
        decisions.heldFor(tenant, code).forEach(issue -> work.look(tenant, RequestLook.KIND, issue));
    }
}
