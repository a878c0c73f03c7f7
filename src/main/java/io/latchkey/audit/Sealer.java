package io.latchkey.audit;

import static io.latchkey.audit.Columns.array;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.DatabaseOutage;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.time.Ids;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Links what was recorded into the tenant's chain. Any node may do it at any time: a lock that nobody waits for keeps
 * one sealer per tenant, and it is held to the end of the transaction, so that the next one sees the new head.
 */
@Component
class Sealer {

    static final int BATCH = 1_000;

    private static final Logger log = LoggerFactory.getLogger(Sealer.class);

    /** More are not looked at in one pass: each costs a lock. */
    private static final int MARKS = 100;

    private static final String MARKED = """
            select event_id, pg_try_advisory_xact_lock(mark_lock(tenant_id, event_id)) as free
            from audit_unsealed_since where tenant_id = ? order by event_id limit ?
            """;

    /** A seal is looked up for each event, whatever the planner knows of the tables: a scan of them would grow for ever. */
    private static final String UNSEALED = """
            select e.id, sha256(e.body) as body_hash from audit_event e
            where e.tenant_id = ? and e.id >= ? and (
              select s.position from audit_seal s where s.tenant_id = e.tenant_id and s.event_id = e.id) is null
            order by e.id limit ?
            """;

    private static final String SEAL = """
            insert into audit_seal (tenant_id, id, position, event_id, previous_hash, hash, sealed_at)
            select ?, s.id, s.position, s.event_id, s.previous_hash, s.hash, ?
            from unnest(?, ?, ?, ?, ?) as s (id, position, event_id, previous_hash, hash)
            """;

    private final TenantTransactions transactions;
    private final JdbcClient jdbc;
    private final Ids ids;
    private final Clock clock;
    private final Counter failures;

    Sealer(TenantTransactions transactions, JdbcClient jdbc, Ids ids, Clock clock, MeterRegistry meters) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.ids = ids;
        this.clock = clock;
        this.failures = Counter.builder("latchkey.audit.seal.failures")
                .description("tenants whose events could not be sealed in a pass")
                .register(meters);
    }

    /** Seals what is there, of every tenant with a mark; goes on as long as one had a full batch. One SELECT when idle. */
    void seal() {
        List<TenantId> waiting = jdbc.sql("select distinct tenant_id from audit_unsealed_since order by tenant_id")
                .query((row, n) -> new TenantId(row.getObject("tenant_id", UUID.class)))
                .list();
        while (!waiting.isEmpty()) {
            waiting = waiting.stream().filter(this::sealBatch).toList();
        }
    }

    /** Whether there may be more. One tenant's trouble does not stop the others, an outage does; it is tried again. */
    private boolean sealBatch(TenantId tenant) {
        try {
            return transactions.write(tenant, () -> lock(tenant) ? link(tenant) : 0) == BATCH;
        } catch (RuntimeException e) {
            // An outage is thrown on; whatever else it is, is counted and logged with its trace, tenant by tenant.
            if (DatabaseOutage.caused(e)) {
                throw e;
            }
            failures.increment();
            log.error("the trail of tenant {} could not be sealed; it is tried again", tenant, e);
            return false;
        }
    }

    /** A statement of its own: what is read next must be read after the lock was had. */
    private boolean lock(TenantId tenant) {
        return jdbc.sql("select pg_try_advisory_xact_lock(hashtextextended('latchkey.audit.seal:' || ?, 0))")
                .param(tenant.toString())
                .query(Boolean.class)
                .single();
    }

    /** How many events were sealed. */
    private int link(TenantId tenant) {
        List<Mark> marks = marks(tenant);
        if (marks.isEmpty()) {
            return 0;
        }
        List<Event> events = unsealed(tenant, marks.get(0).event);
        if (!events.isEmpty()) {
            insert(tenant, links(head(tenant), events));
        }
        if (events.size() < BATCH) {
            remove(tenant, done(marks, events.isEmpty()));
        }
        return events.size();
    }

    /** From the first on; one is free when nobody relies on it, and nobody will until this transaction has ended. */
    private List<Mark> marks(TenantId tenant) {
        return jdbc.sql(MARKED)
                .params(tenant.value(), MARKS)
                .query((row, n) -> new Mark(row.getObject("event_id", UUID.class), row.getBoolean("free")))
                .list();
    }

    /** Read after the marks were locked: who relied on a free one has ended, and what it recorded is seen here. */
    private List<Event> unsealed(TenantId tenant, UUID from) {
        return jdbc.sql(UNSEALED)
                .params(tenant.value(), from, BATCH)
                .query(Event::read)
                .list();
    }

    /** Free marks have done their service; the last is kept, for more to rely on, until a pass finds nothing new. */
    private static List<Mark> done(List<Mark> marks, boolean quiet) {
        int kept = quiet ? 0 : 1;
        return marks.subList(0, marks.size() - kept).stream().filter(Mark::free).toList();
    }

    private void remove(TenantId tenant, List<Mark> marks) {
        if (!marks.isEmpty()) {
            jdbc.sql("delete from audit_unsealed_since where tenant_id = ? and event_id = any(?)")
                    .params(tenant.value(), array("uuid", marks, Mark::event))
                    .update();
        }
    }

    private Head head(TenantId tenant) {
        return jdbc.sql("select position, hash from audit_seal where tenant_id = ? order by position desc limit 1")
                .param(tenant.value())
                .query((row, n) -> new Head(row.getLong("position"), row.getBytes("hash")))
                .optional()
                .orElseGet(() -> new Head(0, Chain.genesis()));
    }

    private List<Link> links(Head head, List<Event> events) {
        List<Link> links = new ArrayList<>(events.size());
        byte[] previous = head.hash;
        long position = head.position;
        for (Event event : events) {
            position++;
            byte[] hash = Chain.hash(previous, position, event.id, event.bodyHash);
            links.add(new Link(ids.next(), position, event.id, previous, hash));
            previous = hash;
        }
        return links;
    }

    private void insert(TenantId tenant, List<Link> links) {
        jdbc.sql(SEAL)
                .params(
                        tenant.value(),
                        clock.instant().atOffset(ZoneOffset.UTC),
                        array("uuid", links, Link::id),
                        array("int8", links, Link::position),
                        array("uuid", links, Link::event),
                        array("bytea", links, Link::previous),
                        array("bytea", links, Link::hash))
                .update();
    }

    private record Mark(UUID event, boolean free) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Head(long position, byte[] hash) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Link(UUID id, long position, UUID event, byte[] previous, byte[] hash) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Event(UUID id, byte[] bodyHash) {

        static Event read(ResultSet row, int number) throws SQLException {
            return new Event(row.getObject("id", UUID.class), row.getBytes("body_hash"));
        }
    }
}
