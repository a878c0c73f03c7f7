package io.latchkey.audit;

import static io.latchkey.audit.Columns.array;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.crypto.Vault;
import io.latchkey.platform.time.Ids;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes entries, their personal values and, where there is none to rely on, a mark for the sealer in one statement. */
@Component
class TrailWriter {

    private static final int SALT_BYTES = 32;

    private static final String INSERT = """
            with event as (
              insert into audit_event (tenant_id, id, occurred_at, kind, subject, body)
              select ?, e.id, ?, e.kind, e.subject, e.body
              from unnest(?, ?, ?, ?) as e (id, kind, subject, body)
            ), personal as (
              insert into audit_personal (tenant_id, id, event_id, name, salt, value, value_key_id, value_version)
              select ?, p.id, p.event_id, p.name, p.salt, p.value, p.key_id, ?
              from unnest(?, ?, ?, ?, ?, ?) as p (id, event_id, name, salt, value, key_id)
            )
            select mark_unsealed(?, ?, ?)
            """;

    /** What is sealed is read again while a mark from before it stands, so a busy tenant gets a new one now and then. */
    private static final Duration RELIED_ON = Duration.ofSeconds(10);

    private final JdbcClient jdbc;
    private final Vault vault;
    private final Ids ids;
    private final Clock clock;
    private final SecureRandom random;

    TrailWriter(JdbcClient jdbc, Vault vault, Ids ids, Clock clock, SecureRandom random) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.ids = ids;
        this.clock = clock;
        this.random = random;
    }

    List<UUID> write(List<Entry> entries) {
        if (entries.isEmpty()) {
            return List.of();
        }
        TenantId tenant = onlyTenant(entries);
        // Microseconds are what the column keeps; the body says the same time to the digit.
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<Event> events = new ArrayList<>();
        List<Personal> personal = new ArrayList<>();
        for (Entry entry : entries) {
            events.add(event(entry, at, personal));
        }
        insert(tenant, at, events, personal);
        return events.stream().map(Event::id).toList();
    }

    private static TenantId onlyTenant(List<Entry> entries) {
        TenantId tenant = entries.get(0).tenant();
        if (entries.stream().anyMatch(entry -> !entry.tenant().equals(tenant))) {
            throw new IllegalArgumentException("entries of more than one tenant cannot share a transaction");
        }
        return tenant;
    }

    private Event event(Entry entry, Instant at, List<Personal> personal) {
        UUID id = ids.next();
        Map<String, String> hashes = new LinkedHashMap<>();
        entry.personal().forEach((name, value) -> hashes.put(name, seal(entry.tenant(), id, name, value, personal)));
        Body body = new Body(entry.kind(), entry.subject(), at, entry.facts(), hashes);
        return new Event(id, entry.kind(), entry.subject(), body.bytes());
    }

    private String seal(TenantId tenant, UUID event, String name, Secret value, List<Personal> personal) {
        UUID id = ids.next();
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        personal.add(new Personal(id, event, name, salt, vault.seal(Personal.place(tenant, id), value)));
        return Chain.hashOf(salt, value);
    }

    private void insert(TenantId tenant, Instant at, List<Event> events, List<Personal> personal) {
        jdbc.sql(INSERT)
                .params(
                        tenant.value(),
                        at.atOffset(ZoneOffset.UTC),
                        array("uuid", events, Event::id),
                        array("text", events, Event::kind),
                        array("text", events, Event::subject),
                        array("bytea", events, Event::body),
                        tenant.value(),
                        Personal.VERSION,
                        array("uuid", personal, Personal::id),
                        array("uuid", personal, Personal::event),
                        array("text", personal, Personal::name),
                        array("bytea", personal, Personal::salt),
                        array("bytea", personal, value -> value.value().ciphertext()),
                        array("uuid", personal, value -> value.value().keyId()),
                        tenant.value(),
                        array("uuid", events, Event::id),
                        earlier(events.get(0).id, RELIED_ON))
                .query((row, n) -> true)
                .single();
    }

    /** The least UUIDv7 of a time before this one's. */
    private static UUID earlier(UUID id, Duration by) {
        long millis = (id.getMostSignificantBits() >>> 16) - by.toMillis();
        return new UUID(Math.max(0, millis) << 16, 0);
    }

    @SuppressWarnings("ArrayRecordComponent") // a carrier on its way to the table, never compared
    private record Event(UUID id, String kind, String subject, byte[] body) {}
}
