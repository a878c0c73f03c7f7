package io.latchkey.tenant.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.time.Ids;
import io.latchkey.tenant.Door;
import io.latchkey.tenant.HeldInstallation;
import io.latchkey.tenant.HeldInstallation.Decision;
import io.latchkey.tenant.HeldInstallations;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class HeldRows implements HeldInstallations {

    private static final Logger log = LoggerFactory.getLogger(HeldRows.class);

    private static final String SELECT = "select * from held_installation";
    private static final String NEWEST = " order by last_at desc, id limit 1000";

    private final TenantTransactions transactions;
    private final JdbcClient jdbc;
    private final Trail trail;
    private final Ids ids;
    private final Clock clock;

    HeldRows(TenantTransactions transactions, JdbcClient jdbc, Trail trail, Ids ids, Clock clock) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.trail = trail;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public List<HeldInstallation> all() {
        return transactions.writeTenantless(
                () -> jdbc.sql(SELECT + NEWEST).query(HeldRows::read).list());
    }

    @Override
    public List<HeldInstallation> of(TenantId tenant) {
        return transactions.writeTenantless(() -> jdbc.sql(SELECT + " where tenant_id = ?" + NEWEST)
                .param(tenant.value())
                .query(HeldRows::read)
                .list());
    }

    @Override
    public boolean isHeld(String externalId) {
        return transactions.writeTenantless(
                () -> jdbc.sql("select exists (select from held_installation where external_id = ?)")
                        .param(externalId)
                        .query(Boolean.class)
                        .single());
    }

    @Override
    public boolean decide(UUID id, Decision decision) {
        return transactions.writeTenantless(() -> {
            Optional<HeldInstallation> held = jdbc.sql(
                            "update held_installation set decision = ?, decided_at = ? where id = ? returning *")
                    .params(decision.name().toLowerCase(Locale.ROOT), time(clock.instant()), id)
                    .query(HeldRows::read)
                    .optional();
            held.ifPresent(one -> record(one, "tenant.held-installation-" + stored(decision)));
            return held.isPresent();
        });
    }

    /** Remembers that an installation was not let in; the first time it is recorded in the trail of the other's tenant. */
    void hold(Door door, String externalId, String cloudId, TenantId tenant) {
        OffsetDateTime now = time(clock.instant());
        HeldInstallation held = jdbc.sql("""
                        insert into held_installation as held
                            (id, door, external_id, cloud_id, tenant_id, first_at, last_at, times)
                        values (?, ?, ?, ?, ?, ?, ?, 1)
                        on conflict (door, external_id, cloud_id) do update
                        set last_at = excluded.last_at, times = held.times + 1, tenant_id = excluded.tenant_id,
                            decision = case when held.tenant_id = excluded.tenant_id then held.decision end
                        returning *
                        """)
                .params(ids.next(), door.stored(), externalId, cloudId, tenant.value(), now, now)
                .query(HeldRows::read)
                .single();
        log.warn("installation {} is held: its site belongs to tenant {}", held.id(), tenant);
        if (held.times() == 1) {
            record(held, "tenant.installation-held");
        }
    }

    /** One that was not let in; others that decide about it wait until this transaction has ended. */
    Optional<HeldInstallation> find(Door door, String externalId, String cloudId) {
        return jdbc.sql(SELECT + " where door = ? and external_id = ? and cloud_id = ? for update")
                .params(door.stored(), externalId, cloudId)
                .query(HeldRows::read)
                .optional();
    }

    /** The tenant that an operator has let this installation take over. */
    Optional<TenantId> accepted(Door door, String externalId, String cloudId) {
        return find(door, externalId, cloudId)
                .filter(one -> one.decision() == Decision.ACCEPTED)
                .map(HeldInstallation::tenant);
    }

    /** It was let in. */
    void release(Door door, String externalId, String cloudId) {
        jdbc.sql("delete from held_installation where door = ? and external_id = ? and cloud_id = ?")
                .params(door.stored(), externalId, cloudId)
                .update();
    }

    /** Nobody can take this tenant over any more. */
    void forget(TenantId tenant) {
        jdbc.sql("delete from held_installation where tenant_id = ?")
                .param(tenant.value())
                .update();
    }

    private void record(HeldInstallation held, String kind) {
        transactions.enter(held.tenant());
        trail.record(Entry.of(held.tenant(), kind, held.tenant().toString())
                .withFacts(JsonNodeFactory.instance
                        .objectNode()
                        .put("installation", held.id().toString())
                        .put("door", held.door().stored())
                        .put("externalId", held.externalId())
                        .put("cloudId", held.cloudId())));
    }

    private static HeldInstallation read(ResultSet row, int number) throws SQLException {
        return new HeldInstallation(
                row.getObject("id", UUID.class),
                Door.of(row.getString("door")),
                row.getString("external_id"),
                row.getString("cloud_id"),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getObject("first_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_at", OffsetDateTime.class).toInstant(),
                row.getInt("times"),
                decision(row.getString("decision")));
    }

    private static @Nullable Decision decision(@Nullable String stored) {
        return stored == null ? null : Decision.valueOf(stored.toUpperCase(Locale.ROOT));
    }

    private static String stored(Decision decision) {
        return decision.name().toLowerCase(Locale.ROOT);
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
