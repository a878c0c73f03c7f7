package io.latchkey.platform.crypto;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Rotations of tenants' keys: begun here, and how far they are. What is sealed meanwhile is sealed under the new keyset. */
@Component
class KeyRotations {

    private static final int SHOWN = 200;

    private final Vault vault;
    private final TenantTransactions transactions;
    private final JdbcClient jdbc;
    private final Clock clock;

    KeyRotations(Vault vault, TenantTransactions transactions, JdbcClient jdbc, Clock clock) {
        this.vault = vault;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * How far a tenant's rotation is.
     *
     * @param tenant whose
     * @param startedAt when it was begun
     * @param place the column that is gone through
     * @param resealed rows that were sealed anew
     * @param unreadable rows that do not open, as found since the last pass began; while there are any, old keysets stay
     * @param finishedAt when the old keysets were destroyed, or null
     */
    record Progress(
            UUID tenant,
            Instant startedAt,
            String place,
            long resealed,
            long unreadable,
            @Nullable Instant finishedAt) {}

    /** Gives a tenant a new keyset; one that is being rotated already begins anew with the newest. */
    void begin(TenantId tenant) {
        transactions.writeOnly(tenant, () -> {
            OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
            jdbc.sql("""
                            insert into key_rotation
                                (tenant_id, keyset_id, started_at, due_at, pass_started_at, last_found_at)
                            values (:tenant, :keyset, :now, :now, :now, :now)
                            on conflict (tenant_id) do update set keyset_id = :keyset, started_at = :now, due_at = :now,
                                pass_started_at = :now, last_found_at = :now, place = '', last_row = null,
                                found_in_pass = 0, unreadable = 0, resealed = 0, finished_at = null
                            """)
                    .param("tenant", tenant.value())
                    .param("keyset", vault.createKeyset(tenant))
                    .param("now", now)
                    .update();
        });
    }

    /** Every tenant that has a keyset. */
    List<TenantId> tenants() {
        return jdbc
                .sql("select distinct tenant_id from keyset_lookup where kind = 'tenant_keyset'")
                .query(UUID.class)
                .list()
                .stream()
                .map(TenantId::new)
                .toList();
    }

    /** The rotations, those under way first, 200 at most. */
    List<Progress> progress() {
        return jdbc.sql("select tenant_id, started_at, place, resealed, unreadable, finished_at from key_rotation"
                        + " order by finished_at desc nulls first, started_at limit ?")
                .param(SHOWN)
                .query((row, n) -> new Progress(
                        row.getObject("tenant_id", UUID.class),
                        row.getObject("started_at", OffsetDateTime.class).toInstant(),
                        row.getString("place"),
                        row.getLong("resealed"),
                        row.getLong("unreadable"),
                        finished(row).orElse(null)))
                .list();
    }

    /** How many rotations are under way. */
    long underWay() {
        return jdbc.sql("select count(*) from key_rotation where finished_at is null")
                .query(Long.class)
                .single();
    }

    /** How many keysets are under which master key; those of which it is not known under an empty name. */
    Map<String, Long> byMasterKey() {
        Map<String, Long> counts = new TreeMap<>();
        jdbc.sql("select coalesce(master_key_id, '') as id, count(*) as n from keyset_lookup group by 1")
                .query(row -> {
                    counts.put(row.getString("id"), row.getLong("n"));
                });
        return counts;
    }

    private static Optional<Instant> finished(ResultSet row) throws SQLException {
        return Optional.ofNullable(row.getObject("finished_at", OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }
}
