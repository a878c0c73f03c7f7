package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.grants.Grants;
import io.latchkey.handover.Handovers;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.failure.Failure;
import io.latchkey.platform.time.Ids;
import io.latchkey.work.NewRun;
import io.latchkey.work.RunListener;
import io.latchkey.work.RunSoFar;
import io.latchkey.work.StepResult;
import io.latchkey.work.StoppedRun;
import io.latchkey.work.Work;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Says in the trail, and where it stopped on the ticket, how the run of a request ended. */
@Component
class RequestRuns implements RunListener {

    private final Trail trail;
    private final RequestDecisions decisions;
    private final Ids ids;
    private final Clock clock;
    private final Work work;
    private final Grants grants;
    private final Handovers handovers;
    private final ParkingNotes notes;

    RequestRuns(
            Trail trail,
            RequestDecisions decisions,
            Ids ids,
            Clock clock,
            Work work,
            Grants grants,
            Handovers handovers,
            ParkingNotes notes) {
        this.trail = trail;
        this.decisions = decisions;
        this.ids = ids;
        this.clock = clock;
        this.work = work;
        this.grants = grants;
        this.handovers = handovers;
        this.notes = notes;
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

    /** One note per request, reason and content: what is retried and parked again for the same reason tells nothing new. */
    @Override
    public Optional<NewRun> parked(TenantId tenant, UUID runId, String issueId, String stepKey, Failure failure) {
        NewRun note = note(ids.next(), issueId, Notes.parked(stepKey, failure), Optional.empty());
        return notes.tells(tenant, note, runId, failure.code()) ? Optional.of(note) : Optional.empty();
    }

    /**
     * The admission is over: only an approval that it did not rest on admits the request again. What follows then is the
     * whole plan from its first step. An account that the stopped run created is found taken there, since two requests
     * set out to create it, and the new run is parked for a person: there is never a second account, and never a guess.
     * The request is looked at once more, since such an approval may be there already: looks have left it to this run.
     */
    @Override
    public Optional<NewRun> stopped(StoppedRun stopped) {
        RunSoFar run = stopped.run();
        decisions.stopAdmission(run.tenant(), run.id(), clock.instant());
        if (run.basis().path(Planner.REVOKE).asBoolean()) {
            grants.revokeOf(run.tenant(), run.subject(), stopped.why().code());
        }
        handovers.withdraw(run.tenant(), run.subject(), run.id(), stopped.why().code());
        work.look(run.tenant(), RequestLook.KIND, run.subject());
        Optional<JsonNode> back =
                stopped.why().equals(RequestConsent.CHANGED) ? Back.in(run.basis()) : Optional.empty();
        return Optional.of(note(ids.next(), run.subject(), Notes.stopped(stopped), back));
    }

    private static NewRun note(UUID id, String issueId, String text, Optional<JsonNode> back) {
        return new NewRun(id, DecideRequest.NOTE, issueId, issueId, Planner.note(issueId, text, back));
    }
}
