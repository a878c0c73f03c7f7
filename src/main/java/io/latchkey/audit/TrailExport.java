package io.latchkey.audit;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Vault;
import io.latchkey.platform.db.TenantTransactions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Gives sealed events away with their proofs, so that somebody who does not trust us can check them. */
@Component
public class TrailExport {

    /** With bodies of at most 256 KiB a page stays below 26 MiB. */
    private static final int PAGE = 100;

    private static final String SELECT = """
            select e.id, e.occurred_at, e.body, s.position, s.previous_hash, s.hash
            from audit_event e join audit_seal s on s.tenant_id = e.tenant_id and s.event_id = e.id
            where e.tenant_id = :tenant and e.occurred_at >= :from and e.occurred_at < :to
              and (e.occurred_at, e.id) > (:afterTime, :afterId)
            order by e.occurred_at, e.id limit :limit
            """;

    private static final UUID LEAST = new UUID(0, 0);

    private final JdbcClient jdbc;
    private final TrailReader reader;
    private final Vault vault;
    private final TenantTransactions transactions;

    TrailExport(JdbcClient jdbc, TrailReader reader, Vault vault, TenantTransactions transactions) {
        this.jdbc = jdbc;
        this.reader = reader;
        this.vault = vault;
        this.transactions = transactions;
    }

    /**
     * Part of an export.
     *
     * @param rows by time
     * @param next where to go on; null when nothing is left
     */
    public record Page(List<SealedRow> rows, @Nullable TrailCursor next) {}

    /**
     * Sealed events of a time, oldest first, in a transaction of its own. What is not sealed yet is left out.
     *
     * @param after where the page before ended; null for the first
     */
    public Page page(TenantId tenant, Instant from, Instant to, @Nullable TrailCursor after) {
        return transactions.read(tenant, () -> read(tenant, from, to, after));
    }

    private Page read(TenantId tenant, Instant from, Instant to, @Nullable TrailCursor after) {
        List<Found> found = jdbc.sql(SELECT)
                .param("tenant", tenant.value())
                .param("from", time(from))
                .param("to", time(to))
                .param("afterTime", time(after == null ? from : after.at()))
                .param("afterId", after == null ? LEAST : after.id())
                .param("limit", PAGE)
                .query((row, n) -> new Found(
                        row.getObject("id", UUID.class),
                        row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                        new SealedRow(
                                row.getLong("position"),
                                row.getObject("id", UUID.class),
                                HexFormat.of().formatHex(row.getBytes("previous_hash")),
                                HexFormat.of().formatHex(row.getBytes("hash")),
                                new String(row.getBytes("body"), StandardCharsets.UTF_8),
                                Map.of())))
                .list();
        Map<UUID, List<Personal>> kept =
                reader.personal(tenant, found.stream().map(Found::id).toList());
        List<SealedRow> rows = found.stream()
                .map(one -> with(tenant, one.row, kept.getOrDefault(one.id, List.of())))
                .toList();
        Found last = found.isEmpty() ? null : found.get(found.size() - 1);
        return new Page(rows, last == null || found.size() < PAGE ? null : new TrailCursor(last.at, last.id));
    }

    private SealedRow with(TenantId tenant, SealedRow row, List<Personal> kept) {
        Map<String, SealedRow.Value> values = new LinkedHashMap<>();
        for (Personal one : kept) {
            String value =
                    vault.open(Personal.place(tenant, one.id()), one.value()).reveal();
            values.put(one.name(), new SealedRow.Value(value, HexFormat.of().formatHex(one.salt())));
        }
        return new SealedRow(row.position(), row.event(), row.previousHash(), row.hash(), row.body(), values);
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private record Found(UUID id, Instant at, SealedRow row) {}
}
