package io.latchkey.grants;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.failure.Failure;
import io.latchkey.work.NewRun;
import io.latchkey.work.RunListener;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** A run that takes memberships back makes room for the next one; what stopped it is tried again later. */
@Component
class EndRuns implements RunListener {

    static final String KIND = "grants.end";

    private final HandOver handOver;
    private final Holding holding;
    private final GrantRows rows;

    EndRuns(HandOver handOver, Holding holding, GrantRows rows) {
        this.handOver = handOver;
        this.holding = holding;
        this.rows = rows;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void completed(TenantId tenant, UUID runId, String subject) {
        handOver.due(tenant);
    }

    @Override
    public Optional<NewRun> parked(TenantId tenant, UUID runId, String subject, String stepKey, Failure failure) {
        rows.lock(tenant);
        holding.hold(tenant, rows.ofEndingRun(tenant, runId), failure.code(), true);
        return Optional.empty();
    }
}
