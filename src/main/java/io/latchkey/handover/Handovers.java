package io.latchkey.handover;

import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.work.StepResult;
import io.latchkey.work.Work;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The credentials that are handed over; inside the tenant's open transaction. */
@Component
public class Handovers {

    /** What came of taking one back. */
    public enum TakenBack {
        /** It cannot be taken any more, and no other one is made. */
        DONE,
        /** It was shown before, and what was shown may work; no other one is made. */
        SHOWN_BEFORE,
        /** It was taken back before. */
        ALREADY,
        /** The request has no such handover. */
        UNKNOWN
    }

    private final HandoverRows rows;
    private final Work work;
    private final Trail trail;
    private final Clock clock;

    Handovers(HandoverRows rows, Work work, Trail trail, Clock clock) {
        this.rows = rows;
        this.work = work;
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

    /**
     * Somebody who may does not want it handed over any more: it is erased, and no other one is made. What was taken already
     * works on.
     *
     * @param issueId Jira's numeric id
     * @param by who asked: an account id
     * @param words why, in their words; kept in the trail, where it can be erased
     */
    public TakenBack takeBack(TenantId tenant, String issueId, UUID id, String by, String words) {
        Optional<HandoverRow> found = rows.find(tenant, issueId, id);
        // The run before the handover, as whoever carries it out. One that begins after this asks whether it is still
        // wanted.
        found.flatMap(HandoverRow::renewingRun).ifPresent(run -> work.doubt(tenant, run));
        found = found.flatMap(row -> rows.hold(tenant, id));
        if (found.isEmpty()) {
            return TakenBack.UNKNOWN;
        }
        if (!rows.withdrawOne(tenant, id)) {
            return TakenBack.ALREADY;
        }
        trail.record(Entry.of(tenant, "handover.withdrawn", issueId)
                .withFacts(StepResult.nothing()
                        .put("handover", id.toString())
                        .put("code", "handover.taken-back")
                        .put("by", by))
                .withPersonal(Map.of("why", Secret.of(words))));
        return found.get().state() == Handover.State.REVEALED ? TakenBack.SHOWN_BEFORE : TakenBack.DONE;
    }
}
