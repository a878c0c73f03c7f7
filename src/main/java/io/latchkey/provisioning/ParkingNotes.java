package io.latchkey.provisioning;

import io.latchkey.platform.TenantId;
import io.latchkey.work.NewRun;
import io.latchkey.work.Withdrawal;
import io.latchkey.work.Work;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/**
 * The notes that say on a ticket that its request waits for a person: one per request, reason and content, as long as it is so.
 * One that could not be written is tried again. Everything here needs the tenant's open transaction.
 */
@Component
public class ParkingNotes {

    /** Why a note is not written that was to be. */
    static final Withdrawal OUTDATED = new Withdrawal(
            "note.outdated",
            "the request did not wait for a person any more, or for another reason, before the note was written.");

    /** Jira showed it to customers until it was deleted again, and would each time. */
    private static final Set<String> NEVER_AGAIN = Set.of("jira.not-internal");

    /** Of notes that wait to be tried again: more than ever do at once. */
    private static final int MOST_PARKED = 100_000;

    /** How many are tried again at one sweep, so that they do not keep newer work waiting. */
    private static final int MOST_REVIVED = 1_000;

    /** Those that are true: the request waits for this reason, with the content that the note is about. */
    private static final String FROM_TRUE_NOTES = """
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
     * Remembers that people are to be told why the run of a request is parked.
     *
     * @return whether the note has to be written: not when an earlier one has told of this request, this reason and the content
     *     that was admitted, or is about to tell it in the same words; such a one that could not be written is tried again
     */
    boolean tells(TenantId tenant, NewRun note, UUID run, String code) {
        Optional<UUID> earlier = earlier(tenant, run, note.subject(), code);
        if (earlier.isPresent()) {
            if (keeps(tenant, earlier.get(), note)) {
                return false;
            }
            work.stopUnneeded(tenant, earlier.get(), OUTDATED);
            jdbc.sql("delete from parked_note where tenant_id = ? and id = ?")
                    .params(tenant.value(), earlier.get())
                    .update();
        }
        return jdbc.sql("insert into parked_note (tenant_id, id, issue_id, reason_code, content_hash, written_at)"
                                + " select tenant_id, ?, issue_id, ?, content_hash, ? from request_decision"
                                + " where tenant_id = ? and issue_id = ? and work_id = ? on conflict do nothing")
                        .params(
                                note.id(),
                                code,
                                clock.instant().atOffset(ZoneOffset.UTC),
                                tenant.value(),
                                note.subject(),
                                run)
                        .update()
                > 0;
    }

    private Optional<UUID> earlier(TenantId tenant, UUID run, String issueId, String code) {
        return jdbc.sql("select note.id from parked_note note join request_decision decision"
                        + " on decision.tenant_id = note.tenant_id and decision.issue_id = note.issue_id"
                        + " and decision.content_hash = note.content_hash and decision.work_id = ?"
                        + " where note.tenant_id = ? and note.issue_id = ? and note.reason_code = ?")
                .params(run, tenant.value(), issueId, code)
                .query(UUID.class)
                .optional();
    }

    /** One that was written stays, in whatever words; one that was not is tried again, if its words are those of now. */
    private boolean keeps(TenantId tenant, UUID earlier, NewRun note) {
        return work.run(tenant, earlier)
                .filter(run -> run.state().equals("done")
                        || (run.planHash().equals(note.plan().toJson().sha256Hex())
                                && (run.state().equals("waiting") || work.renew(tenant, earlier))))
                .isPresent();
    }

    /** Whether this note says that a request waits for a person, and it does not, or for another reason. */
    boolean isOutdated(TenantId tenant, UUID note) {
        return jdbc.sql("select exists (select from parked_note where tenant_id = :tenant and id = :note)"
                        + " and not exists (select " + FROM_TRUE_NOTES + " and note.id = :note)")
                .param("tenant", tenant.value())
                .param("note", note)
                .query(Boolean.class)
                .single();
    }

    /** Tries again those that could not be written and are still true, the rarer the longer they wait. */
    public void revive(TenantId tenant) {
        List<UUID> parked = work.revivable(tenant, DecideRequest.NOTE, NEVER_AGAIN, MOST_PARKED);
        if (parked.isEmpty()) {
            return;
        }
        List<UUID> owed = jdbc.sql("select note.id " + FROM_TRUE_NOTES
                        + " and note.id = any(:parked) order by note.id limit :most")
                .param("tenant", tenant.value())
                .param("parked", new SqlArrayValue("uuid", parked.toArray()))
                .param("most", MOST_REVIVED)
                .query(UUID.class)
                .list();
        if (!owed.isEmpty()) {
            work.revive(tenant, owed);
        }
    }
}
