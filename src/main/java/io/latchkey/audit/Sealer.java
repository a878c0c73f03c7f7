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

    private static final String SEAL = """
            with seal as (
              insert into audit_seal (tenant_id, id, position, event_id, previous_hash, hash, sealed_at)
              select ?, s.id, s.position, s.event_id, s.previous_hash, s.hash, ?
              from unnest(?, ?, ?, ?, ?) as s (id, position, event_id, previous_hash, hash)
              returning tenant_id, event_id
            )
            delete from audit_unsealed u using seal where u.tenant_id = seal.tenant_id and u.event_id = seal.event_id
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

    /** Seals what waits, of every tenant; goes on as long as one of them had a full batch. One SELECT when idle. */
    void seal() {
        List<TenantId> waiting = jdbc.sql("select distinct tenant_id from audit_unsealed order by tenant_id")
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

    private int link(TenantId tenant) {
        List<Event> events = unsealed(tenant);
        if (!events.isEmpty()) {
            insert(tenant, links(head(tenant), events));
        }
        return events.size();
    }

    private List<Event> unsealed(TenantId tenant) {
        return jdbc.sql("""
                        select e.id, sha256(e.body) as body_hash from audit_unsealed u
                        join audit_event e on e.tenant_id = u.tenant_id and e.id = u.event_id
                        where u.tenant_id = ? order by u.event_id limit ?
                        """).params(tenant.value(), BATCH).query(Event::read).list();
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
