package io.latchkey.audit;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** Reads pages of a trail by time and id. What a row says is taken from the bytes that are hashed. */
@Component
class TrailReader {

    private final JdbcClient jdbc;
    private final Vault vault;

    TrailReader(JdbcClient jdbc, Vault vault) {
        this.jdbc = jdbc;
        this.vault = vault;
    }

    TrailPage read(TenantId tenant, TrailFilter filter) {
        List<Found> found = find(tenant, filter);
        boolean more = found.size() > filter.limit();
        List<Found> page = more ? found.subList(0, filter.limit()) : found;
        Map<UUID, List<Personal>> values =
                personal(tenant, page.stream().map(Found::id).toList());
        List<TrailRow> rows = page.stream()
                .map(event -> row(tenant, event, values.getOrDefault(event.id, List.of())))
                .toList();
        return new TrailPage(rows, more ? cursor(rows.get(rows.size() - 1)) : null);
    }

    /** The personal values of these events that were not erased. */
    Map<UUID, List<Personal>> personal(TenantId tenant, Collection<UUID> events) {
        if (events.isEmpty()) {
            return Map.of();
        }
        return jdbc
                .sql("""
                        select id, event_id, name, salt, value, value_key_id, value_version
                        from audit_personal where tenant_id = ? and event_id = any(?)
                        """)
                .params(tenant.value(), new SqlArrayValue("uuid", events.toArray()))
                .query(Personal::read)
                .list()
                .stream()
                .collect(Collectors.groupingBy(Personal::event));
    }

    private List<Found> find(TenantId tenant, TrailFilter filter) {
        var sql = new StringBuilder("""
                select e.id, e.body, s.position from audit_event e
                left join audit_seal s on s.tenant_id = e.tenant_id and s.event_id = e.id
                where e.tenant_id = ?
                """);
        List<Object> values = new ArrayList<>(List.of(tenant.value()));
        restrict(sql, values, " and e.subject = ?", filter.subject());
        restrict(sql, values, " and starts_with(e.kind, ?)", filter.kindPrefix());
        restrict(sql, values, " and e.occurred_at >= ?", filter.from() == null ? null : time(filter.from()));
        restrict(sql, values, " and e.occurred_at < ?", filter.to() == null ? null : time(filter.to()));
        if (filter.after() != null) {
            sql.append(" and (e.occurred_at, e.id) ")
                    .append(filter.newestFirst() ? "<" : ">")
                    .append(" (?, ?)");
            Collections.addAll(values, time(filter.after().at()), filter.after().id());
        }
        String order = filter.newestFirst() ? " desc" : "";
        sql.append(" order by e.occurred_at" + order + ", e.id" + order + " limit ?");
        values.add(filter.limit() + 1);
        return jdbc.sql(sql.toString()).params(values).query(Found::read).list();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static void restrict(StringBuilder sql, List<Object> values, String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(condition);
            values.add(value);
        }
    }

    private TrailRow row(TenantId tenant, Found event, List<Personal> kept) {
        Body body = Body.read(event.body);
        Map<String, @Nullable String> personal = new LinkedHashMap<>();
        body.personal().keySet().forEach(name -> personal.put(name, null));
        for (Personal value : kept) {
            personal.put(
                    value.name(),
                    vault.open(Personal.place(tenant, value.id()), value.value())
                            .reveal());
        }
        return new TrailRow(
                event.id,
                body.at(),
                body.kind(),
                body.subject(),
                body.facts(),
                Collections.unmodifiableMap(personal),
                event.position);
    }

    private static TrailCursor cursor(TrailRow last) {
        return new TrailCursor(last.at(), last.id());
    }

    @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
    private record Found(UUID id, byte[] body, @Nullable Long position) {

        static Found read(ResultSet row, int number) throws SQLException {
            return new Found(
                    row.getObject("id", UUID.class), row.getBytes("body"), row.getObject("position", Long.class));
        }
    }
}
