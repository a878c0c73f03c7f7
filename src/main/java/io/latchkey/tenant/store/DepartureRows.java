package io.latchkey.tenant.store;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Departure;
import io.latchkey.tenant.Departure.Stage;
import io.latchkey.tenant.TenantProperties;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tenantless table of departures; inside the open transaction. */
@Component
class DepartureRows {

    private static final String SELECT = "select * from departure";

    private final JdbcClient jdbc;
    private final TenantProperties properties;
    private final Clock clock;

    DepartureRows(JdbcClient jdbc, TenantProperties properties, Clock clock) {
        this.jdbc = jdbc;
        this.properties = properties;
        this.clock = clock;
    }

    /** A tenant leaves now. What is disclosed here holds, whatever the settings become. */
    Departure begin(TenantId tenant) {
        Instant now = clock.instant();
        return jdbc.sql("""
                        insert into departure (tenant_id, left_at, keys_until, data_until, stage, changed_at)
                        values (?, ?, ?, ?, 'keys-kept', ?) returning *
                        """)
                .params(
                        tenant.value(),
                        time(now),
                        time(now.plus(properties.keepKeys())),
                        time(now.plus(properties.keepData())),
                        time(now))
                .query(DepartureRows::read)
                .single();
    }

    /** A tenant that had left is back. */
    void undo(TenantId tenant) {
        jdbc.sql("delete from departure where tenant_id = ?")
                .param(tenant.value())
                .update();
    }

    Optional<Departure> find(TenantId tenant) {
        return jdbc.sql(SELECT + " where tenant_id = ?")
                .param(tenant.value())
                .query(DepartureRows::read)
                .optional();
    }

    Optional<Departure> lock(TenantId tenant) {
        return jdbc.sql(SELECT + " where tenant_id = ? for update")
                .param(tenant.value())
                .query(DepartureRows::read)
                .optional();
    }

    List<Departure> newest(int most) {
        return jdbc.sql(SELECT + " order by left_at desc, tenant_id limit ?")
                .param(most)
                .query(DepartureRows::read)
                .list();
    }

    /** Those of which something is to be erased now. */
    List<TenantId> due() {
        OffsetDateTime now = time(clock.instant());
        return jdbc.sql("""
                        select tenant_id from departure
                        where stage in ('erasing-keys', 'erasing-data') or stage = 'keys-kept' and keys_until <= ?
                           or stage = 'data-kept' and data_until <= ?
                        order by left_at, tenant_id
                        """).params(now, now).query(UUID.class).list().stream()
                .map(TenantId::new)
                .toList();
    }

    void become(TenantId tenant, Stage stage) {
        jdbc.sql("update departure set stage = ?, changed_at = ? where tenant_id = ?")
                .params(stage.stored(), time(clock.instant()), tenant.value())
                .update();
    }

    boolean endKeysNow(TenantId tenant) {
        OffsetDateTime now = time(clock.instant());
        return jdbc.sql("update departure set keys_until = least(keys_until, ?), changed_at = ?"
                                + " where tenant_id = ? and stage = 'keys-kept'")
                        .params(now, now, tenant.value())
                        .update()
                == 1;
    }

    private static Departure read(ResultSet row, int number) throws SQLException {
        return new Departure(
                new TenantId(row.getObject("tenant_id", UUID.class)),
                instant(row, "left_at"),
                instant(row, "keys_until"),
                instant(row, "data_until"),
                Stage.of(row.getString("stage")));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
