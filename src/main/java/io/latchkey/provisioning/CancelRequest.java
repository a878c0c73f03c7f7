package io.latchkey.provisioning;

import io.latchkey.platform.TenantId;
import io.latchkey.work.Cancel;
import io.latchkey.work.Withdrawal;
import io.latchkey.work.Work;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Stops what is being done for a request, since a person says so. */
@Component
public class CancelRequest {

    /** The reason code of what was stopped so. */
    public static final String CODE = "request.cancelled";

    private static final Withdrawal CANCELLED =
            new Withdrawal(CODE, "somebody who works on the request has cancelled it.");

    private final RequestDecisions decisions;
    private final Work work;

    CancelRequest(RequestDecisions decisions, Work work) {
        this.decisions = decisions;
        this.work = work;
    }

    /**
     * Stops the run of the request's admission before its next effect, inside the tenant's open transaction. The approvals that
     * it rested on are spent, as with a request that people withdraw.
     *
     * @param by who asked: an account id
     * @param why in their words; kept in the trail, where it can be erased
     */
    public Cancel cancel(TenantId tenant, String issueId, String by, String why) {
        Optional<RequestDecisions.AdmittedRun> admitted = decisions.admittedRun(tenant, issueId);
        return admitted.map(run -> work.cancel(tenant, run.id(), CANCELLED, by, why))
                .orElseGet(Cancel.NoSuchRun::new);
    }
}
