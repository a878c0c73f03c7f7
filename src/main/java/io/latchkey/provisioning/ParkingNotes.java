package io.latchkey.provisioning;

import io.latchkey.platform.TenantId;
import io.latchkey.work.Work;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The notes that say on a ticket that its request waits for a person: one per request, reason and content, as long as it is so.
 * Nothing else on the ticket tells that, so one that Jira was not there for is tried again. Everything here needs the tenant's
 * open transaction.
 */
@Component
public class ParkingNotes {

    /** What passes by itself, or when somebody gives a permission back; what Jira refuses otherwise it would refuse again. */
    private static final Set<String> PASSING =
            Set.of("jira.unavailable", "jira.outcome-unknown", "jira.budget", "jira.rate-limited", "jira.forbidden");

    /** Ends of a note's run that left nothing on the ticket. */
    private static final Set<String> UNTOLD = Set.of("parked", "stopped");

    private final JdbcClient jdbc;
    private final RequestDecisions decisions;
    private final Work work;
    private final Clock clock;

    ParkingNotes(JdbcClient jdbc, RequestDecisions decisions, Work work, Clock clock) {
        this.jdbc = jdbc;
        this.decisions = decisions;
        this.work = work;
        this.clock = clock;
    }

    private record Told(String issueId, String code) {}

    /**
     * Remembers that people are being told why the run of a request is parked.
     *
     * @return false when the same is told already: for this request, this reason and the content that was admitted
     */
    boolean tells(TenantId tenant, UUID note, UUID run, String issueId, String code) {
        forgetUntold(tenant, issueId, code);
        return jdbc.sql("insert into parked_note (tenant_id, id, issue_id, reason_code, content_hash, written_at)"
                                + " select tenant_id, ?, issue_id, ?, content_hash, ? from request_decision"
                                + " where tenant_id = ? and issue_id = ? and work_id = ? on conflict do nothing")
                        .params(note, code, clock.instant().atOffset(ZoneOffset.UTC), tenant.value(), issueId, run)
                        .update()
                > 0;
    }

    /** What could not be said, or was so no more before it could, is said anew. */
    private void forgetUntold(TenantId tenant, String issueId, String code) {
        List<UUID> before = jdbc.sql(
                        "select id from parked_note where tenant_id = ? and issue_id = ? and reason_code = ?")
                .params(tenant.value(), issueId, code)
                .query(UUID.class)
                .list();
        for (UUID note : before) {
            boolean untold = work.run(tenant, note)
                    .filter(run -> UNTOLD.contains(run.state()))
                    .isPresent();
            if (untold) {
                jdbc.sql("delete from parked_note where tenant_id = ? and id = ?")
                        .params(tenant.value(), note)
                        .update();
            }
        }
    }

    /** Whether this note says that a request waits for a person, and it does not, or for another reason. */
    boolean isOutdated(TenantId tenant, UUID note) {
        return told(tenant, note).filter(told -> !isSo(tenant, told)).isPresent();
    }

    /** Tries again those that could not be written and are still so, the rarer the longer they wait. */
    public void revive(TenantId tenant) {
        List<UUID> owed = work.revivable(tenant, DecideRequest.NOTE, PASSING).stream()
                .filter(note ->
                        told(tenant, note).filter(told -> isSo(tenant, told)).isPresent())
                .toList();
        if (!owed.isEmpty()) {
            work.revive(tenant, owed);
        }
    }

    private Optional<Told> told(TenantId tenant, UUID note) {
        return jdbc.sql("select issue_id, reason_code from parked_note where tenant_id = ? and id = ?")
                .params(tenant.value(), note)
                .query((row, n) -> new Told(row.getString("issue_id"), row.getString("reason_code")))
                .optional();
    }

    private boolean isSo(TenantId tenant, Told told) {
        return decisions
                .admittedRun(tenant, told.issueId)
                .flatMap(admitted -> work.run(tenant, admitted.id()))
                .filter(run -> run.state().equals("parked") && told.code.equals(run.reasonCode()))
                .isPresent();
    }
}
