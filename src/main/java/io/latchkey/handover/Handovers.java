package io.latchkey.handover;

import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.work.StepResult;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The credentials that are handed over; inside the tenant's open transaction. */
@Component
public class Handovers {

    private final HandoverRows rows;
    private final Trail trail;
    private final Clock clock;

    Handovers(HandoverRows rows, Trail trail, Clock clock) {
        this.rows = rows;
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * Those of a request, the oldest first; never a credential.
     *
     * @param issueId Jira's numeric id
     */
    public List<Handover> ofIssue(TenantId tenant, String issueId) {
        Instant now = clock.instant();
        return rows.ofIssue(tenant, issueId).stream().map(row -> row.seen(now)).toList();
    }

    /**
     * People do not want the run any more that offered them: what was not taken is erased, and no other one is made.
     *
     * @param issueId Jira's numeric id
     * @param code why
     */
    public void withdraw(TenantId tenant, String issueId, UUID runId, String code) {
        for (UUID id : rows.withdraw(tenant, runId)) {
            trail.record(Entry.of(tenant, "handover.withdrawn", issueId)
                    .withFacts(
                            StepResult.nothing().put("handover", id.toString()).put("code", code)));
        }
    }
}
