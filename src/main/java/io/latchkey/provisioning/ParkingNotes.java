package io.latchkey.provisioning;

import io.latchkey.platform.TenantId;
import io.latchkey.work.Work;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The notes that say on a ticket that its request waits for a person: one per request, reason and content, as long as it is so.
 * One that could not be written is tried again. Everything here needs the tenant's open transaction.
 */
@Component
public class ParkingNotes {

    /** More are left for the next sweeps; the newest come first. */
    private static final int MOST_REVIVED = 10_000;

    /** What is true: the request waits for this reason, with the content that the note is about. */
    private static final String TRUE = """
            from parked_note note
            join request_standing standing
              on standing.tenant_id = note.tenant_id and standing.issue_id = note.issue_id
                 and standing.state = 'parked' and standing.reason_code = note.reason_code
            join request_decision decision
              on decision.tenant_id = note.tenant_id and decision.issue_id = note.issue_id
                 and decision.work_id = standing.work_id and decision.content_hash = note.content_hash
            where note.tenant_id = :tenant
            """;

    private final JdbcClient jdbc;
    private final Work work;
    private final Clock clock;

    ParkingNotes(JdbcClient jdbc, Work work, Clock clock) {
        this.jdbc = jdbc;
        this.work = work;
        this.clock = clock;
    }

    /**
     * Remembers that people are being told why the run of a request is parked. A note about the same that could not be written
     * is tried again instead.
     *
     * @return false when the same is told already: for this request, this reason and the content that was admitted
     */
    boolean tells(TenantId tenant, UUID note, UUID run, String issueId, String code) {
        Optional<UUID> before = before(tenant, run, issueId, code);
        if (before.isPresent()) {
            if (work.reviveAtOnce(tenant, before.get()) || !isStopped(tenant, before.get())) {
                return false;
            }
            jdbc.sql("delete from parked_note where tenant_id = ? and id = ?")
                    .params(tenant.value(), before.get())
                    .update();
        }
        return jdbc.sql("insert into parked_note (tenant_id, id, issue_id, reason_code, content_hash, written_at)"
                                + " select tenant_id, ?, issue_id, ?, content_hash, ? from request_decision"
                                + " where tenant_id = ? and issue_id = ? and work_id = ? on conflict do nothing")
                        .params(note, code, clock.instant().atOffset(ZoneOffset.UTC), tenant.value(), issueId, run)
                        .update()
                > 0;
    }

    private Optional<UUID> before(TenantId tenant, UUID run, String issueId, String code) {
        return jdbc.sql("select note.id from parked_note note join request_decision decision"
                        + " on decision.tenant_id = note.tenant_id and decision.issue_id = note.issue_id"
                        + " and decision.content_hash = note.content_hash and decision.work_id = ?"
                        + " where note.tenant_id = ? and note.issue_id = ? and note.reason_code = ?")
                .params(run, tenant.value(), issueId, code)
                .query(UUID.class)
                .optional();
    }

    private boolean isStopped(TenantId tenant, UUID note) {
        return work.state(tenant, note).filter("stopped"::equals).isPresent();
    }

    /** Whether this note says that a request waits for a person, and it does not, or for another reason. */
    boolean isOutdated(TenantId tenant, UUID note) {
        return jdbc.sql("select exists (select from parked_note where tenant_id = :tenant and id = :note)"
                        + " and not exists (select " + TRUE + " and note.id = :note)")
                .param("tenant", tenant.value())
                .param("note", note)
                .query(Boolean.class)
                .single();
    }

    /** Tries again those that could not be written and are still true, the rarer the longer they wait. */
    public void revive(TenantId tenant) {
        List<UUID> notes = jdbc.sql("select note.id " + TRUE + " order by note.id desc limit :most")
                .param("tenant", tenant.value())
                .param("most", MOST_REVIVED)
                .query(UUID.class)
                .list();
        if (!notes.isEmpty()) {
            work.revive(tenant, notes);
        }
    }
}
