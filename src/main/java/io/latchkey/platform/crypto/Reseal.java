package io.latchkey.platform.crypto;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/**
 * Seals a tenant's rows anew under its newest keyset, a batch in a transaction, and destroys the older keysets when none
 * of its rows needs them. Where it stands is a row of {@code key_rotation} and changes with the batch: a node that dies
 * loses the batch at most, and any node goes on. Two nodes never work at one tenant at a time.
 *
 * <p>Destroying is for ever, so it waits for a pass through all sealed columns that found nothing under an older keyset and
 * began long enough after the last time that anything was: until then a node may seal with what it remembers, and a
 * transaction that began before may write back what it read.
 */
@Component
class Reseal {

    private static final Logger log = LoggerFactory.getLogger(Reseal.class);
    private static final int BATCH = 100;

    private final Vault vault;
    private final TenantTransactions transactions;
    private final JdbcClient jdbc;
    private final CryptoProperties properties;
    private final Clock clock;

    Reseal(Vault vault, TenantTransactions transactions, JdbcClient jdbc, CryptoProperties properties, Clock clock) {
        this.vault = vault;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.properties = properties;
        this.clock = clock;
    }

    /** Does one batch of the rotation that has waited longest; false when none is due. */
    boolean step() {
        return transactions.writeTenantless(() -> {
            Optional<Rotation> due = due();
            due.ifPresent(rotation -> {
                transactions.enter(rotation.tenant);
                step(rotation);
            });
            return due.isPresent();
        });
    }

    private Optional<Rotation> due() {
        return jdbc.sql("select * from key_rotation where finished_at is null and due_at <= ?"
                        + " order by due_at limit 1 for update skip locked")
                .param(time(clock.instant()))
                .query(Rotation::read)
                .optional();
    }

    private void step(Rotation rotation) {
        Optional<SealedColumn> column = SealedColumn.all(jdbc).stream()
                .filter(one -> one.place().compareTo(rotation.place) >= 0)
                .filter(one -> !(one.place().equals(rotation.place) && rotation.lastRow == null))
                .findFirst();
        if (column.isEmpty()) {
            endPass(rotation);
            return;
        }
        boolean goesOn = column.get().place().equals(rotation.place);
        List<Row> rows = rows(rotation, column.get(), goesOn ? rotation.lastRow : null);
        Batch batch = resealed(rotation, column.get(), rows);
        // A place without a last row has been gone through.
        UUID last = rows.size() < BATCH ? null : rows.get(rows.size() - 1).id;
        jdbc.sql("""
                        update key_rotation set place = :place, last_row = :last, due_at = :now,
                            found_in_pass = found_in_pass + :found, unreadable = case when place = '' then :unreadable else unreadable + :unreadable end,
                            resealed = resealed + :resealed,
                            last_found_at = case when :found > 0 then :now else last_found_at end
                        where tenant_id = :tenant
                        """)
                .param("place", column.get().place())
                .param("last", last, java.sql.Types.OTHER)
                .param("found", rows.size())
                .param("unreadable", batch.unreadable)
                .param("resealed", batch.resealed)
                .param("now", time(clock.instant()))
                .param("tenant", rotation.tenant.value())
                .update();
    }

    /** Rows that were emptied keep the name of their keyset and need it no more. */
    private List<Row> rows(Rotation rotation, SealedColumn column, @Nullable UUID after) {
        return jdbc.sql("select id, %1$s as value, %1$s_key_id as key_id, %1$s_version as version from %2$s"
                                .formatted(column.column(), column.table())
                        + " where tenant_id = ? and id > ? and %1$s_key_id <> ? and length(%1$s) > 0 order by id limit ?"
                                .formatted(column.column()))
                .params(rotation.tenant.value(), after == null ? new UUID(0, 0) : after, rotation.keysetId, BATCH)
                .query(Row::read)
                .list();
    }

    private Batch resealed(Rotation rotation, SealedColumn column, List<Row> rows) {
        List<Row> opened = new ArrayList<>();
        List<byte[]> values = new ArrayList<>();
        int unreadable = 0;
        for (Row row : rows) {
            var place = new Place(rotation.tenant, column.table(), column.column(), row.id, row.sealed.version());
            try {
                values.add(vault.seal(place, vault.open(place, row.sealed), rotation.keysetId)
                        .ciphertext());
                opened.add(row);
            } catch (CannotOpen e) {
                unreadable++;
                log.error("a row stays under its old keyset, which is kept: {}", e.explanation());
            }
        }
        return new Batch(opened.isEmpty() ? 0 : write(rotation, column, opened, values), unreadable);
    }

    /**
     * Only what is still as it was read; what somebody holds or has changed meanwhile is left to the next pass, so that
     * nobody waits for this and this waits for nobody.
     */
    private int write(Rotation rotation, SealedColumn column, List<Row> rows, List<byte[]> values) {
        return jdbc.sql("""
                        update %2$s t set %1$s = u.value, %1$s_key_id = ?
                        from unnest(?, ?, ?, ?) as u (id, value, old_value, old_key)
                        where t.tenant_id = ? and t.id = u.id and t.%1$s = u.old_value and t.%1$s_key_id = u.old_key
                          and t.id in (select id from %2$s where tenant_id = ? and id = any(?) for update skip locked)
                        """.formatted(column.column(), column.table()))
                .params(
                        rotation.keysetId,
                        ids(rows, row -> row.id),
                        bytes(values),
                        bytes(rows.stream().map(row -> row.sealed.ciphertext()).toList()),
                        ids(rows, row -> row.sealed.keyId()),
                        rotation.tenant.value(),
                        rotation.tenant.value(),
                        ids(rows, row -> row.id))
                .update();
    }

    private void endPass(Rotation rotation) {
        Instant now = clock.instant();
        Instant settled = rotation.lastFoundAt.plus(properties.settled());
        if (rotation.foundInPass == 0 && !rotation.passStartedAt.isBefore(settled)) {
            finish(rotation, now);
            return;
        }
        Instant next = now.isBefore(settled) ? settled : now;
        jdbc.sql("update key_rotation set place = '', last_row = null, found_in_pass = 0,"
                        + " pass_started_at = ?, due_at = ? where tenant_id = ?")
                .params(time(next), time(next), rotation.tenant.value())
                .update();
    }

    private void finish(Rotation rotation, Instant now) {
        int destroyed = jdbc.sql("delete from tenant_keyset where tenant_id = ? and id <> ?")
                .params(rotation.tenant.value(), rotation.keysetId)
                .update();
        jdbc.sql("update key_rotation set finished_at = ? where tenant_id = ?")
                .params(time(now), rotation.tenant.value())
                .update();
        log.info(
                "all rows of tenant {} are under keyset {}; {} older keysets were destroyed",
                rotation.tenant,
                rotation.keysetId,
                destroyed);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static SqlArrayValue ids(List<Row> rows, Function<Row, UUID> value) {
        return new SqlArrayValue("uuid", rows.stream().map(value).toArray());
    }

    /** The driver takes arrays of bytes by their own type only. */
    private static SqlArrayValue bytes(List<byte[]> values) {
        return new SqlArrayValue("bytea", (Object[]) values.toArray(byte[][]::new));
    }

    private record Batch(int resealed, int unreadable) {}

    private record Row(UUID id, Sealed sealed) {

        static Row read(ResultSet row, int number) throws SQLException {
            return new Row(
                    row.getObject("id", UUID.class),
                    new Sealed(row.getObject("key_id", UUID.class), row.getInt("version"), row.getBytes("value")));
        }
    }

    private record Rotation(
            TenantId tenant,
            UUID keysetId,
            Instant passStartedAt,
            String place,
            @Nullable UUID lastRow,
            long foundInPass,
            Instant lastFoundAt) {

        static Rotation read(ResultSet row, int number) throws SQLException {
            return new Rotation(
                    new TenantId(row.getObject("tenant_id", UUID.class)),
                    row.getObject("keyset_id", UUID.class),
                    row.getObject("pass_started_at", OffsetDateTime.class).toInstant(),
                    row.getString("place"),
                    row.getObject("last_row", UUID.class),
                    row.getLong("found_in_pass"),
                    row.getObject("last_found_at", OffsetDateTime.class).toInstant());
        }
    }
}
