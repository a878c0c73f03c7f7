package io.latchkey.handover;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.failure.Failure;
import io.latchkey.work.NewRun;
import io.latchkey.work.RunListener;
import io.latchkey.work.StoppedRun;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** A run that could not make another credential lets its recipient ask once more, as often as they still may. */
@Component
class RenewalRuns implements RunListener {

    static final String KIND = "handover.renewal";

    private final HandoverRows rows;

    RenewalRuns(HandoverRows rows) {
        this.rows = rows;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void completed(TenantId tenant, UUID runId, String subject) {
        rows.endRenewal(tenant, runId);
    }

    @Override
    public Optional<NewRun> parked(TenantId tenant, UUID runId, String subject, String stepKey, Failure failure) {
        rows.failRenewal(tenant, runId, !stepKey.equals(RenewHandover.CREDENTIAL));
        return Optional.empty();
    }

    @Override
    public Optional<NewRun> stopped(StoppedRun stopped) {
        rows.failRenewal(
                stopped.run().tenant(),
                stopped.run().id(),
                !stopped.run().done().isEmpty());
        return Optional.empty();
    }
}
