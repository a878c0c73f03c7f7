package io.latchkey.provisioning;

import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.failure.Failure;
import io.latchkey.platform.time.Ids;
import io.latchkey.work.NewRun;
import io.latchkey.work.RunListener;
import io.latchkey.work.StepResult;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Says in the trail, and where it stopped on the ticket, how the run of a request ended. */
@Component
class RequestRuns implements RunListener {

    private final Trail trail;
    private final Ids ids;

    RequestRuns(Trail trail, Ids ids) {
        this.trail = trail;
        this.ids = ids;
    }

    @Override
    public String kind() {
        return DecideRequest.REQUEST;
    }

    @Override
    public void completed(TenantId tenant, UUID runId, String issueId) {
        trail.record(Entry.of(tenant, "request.completed", issueId)
                .withFacts(StepResult.nothing().put("run", runId.toString())));
    }

    @Override
    public Optional<NewRun> parked(TenantId tenant, UUID runId, String issueId, String stepKey, Failure failure) {
        return Optional.of(new NewRun(
                ids.next(),
                DecideRequest.NOTE,
                issueId,
                issueId,
                Planner.note(issueId, Notes.parked(stepKey, failure))));
    }
}
