package io.latchkey.jira;

import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.work.Conclusion;
import io.latchkey.work.LaterLook;
import io.latchkey.work.LookHandler;
import io.latchkey.work.NewRun;
import io.latchkey.work.StepResult;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Looks whether a step has raised its request twice after all, and says so in the trail of the oldest. None is deleted or
 * closed: people may be at work on either, and each needs its own approval.
 */
@Component
class DuplicateRequests implements LookHandler {

    private static final String KIND = "jira.duplicate-requests";

    private final RaisedRequests requests;
    private final Trail trail;

    DuplicateRequests(RaisedRequests requests, Trail trail) {
        this.requests = requests;
        this.trail = trail;
    }

    static LaterLook of(UUID stepId) {
        return new LaterLook(KIND, stepId.toString());
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Conclusion look(TenantId tenant, String subject, Runnable beforeCall) {
        List<RaisedRequests.Raised> raised = requests.raisedBy(tenant, UUID.fromString(subject), beforeCall);
        return () -> conclude(tenant, subject, raised);
    }

    private Optional<NewRun> conclude(TenantId tenant, String stepId, List<RaisedRequests.Raised> raised) {
        if (raised.size() > 1) {
            var facts = StepResult.nothing().put("stepId", stepId);
            var others = facts.putArray("duplicates");
            raised.stream().skip(1).forEach(duplicate -> others.add(duplicate.issueId()));
            trail.record(Entry.of(tenant, "request.raised-twice", raised.get(0).issueId())
                    .withFacts(facts));
        }
        return Optional.empty();
    }
}
