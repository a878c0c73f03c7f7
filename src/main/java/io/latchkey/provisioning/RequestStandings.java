package io.latchkey.provisioning;

import io.latchkey.platform.TenantId;
import io.latchkey.provisioning.StandingFilter.Sort;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/**
 * How requests stand, one row each, which the database keeps beside decisions and runs. Everything here needs the tenant's
 * open transaction; a page costs at most three statements, and none of them reads more than it has to.
 */
@Component
public class RequestStandings {

    /** More are not counted. */
    static final int MOST_COUNTED = 10_000;

    /** A jump from each code to the next: as many steps as there are codes, however many requests. */
    private static final String CODES = """
            with recursive codes as (
                (select reason_code from request_standing where tenant_id = :tenant order by reason_code limit 1)
                union all
                select (select s.reason_code from request_standing s
                        where s.tenant_id = :tenant and s.reason_code > codes.reason_code
                        order by s.reason_code limit 1)
                from codes where codes.reason_code is not null)
            select reason_code from codes where reason_code is not null
            """;

    private final JdbcClient jdbc;

    RequestStandings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How a request stands that was decided on; by its numeric id. */
    public Optional<RequestStanding> ofIssue(TenantId tenant, String issueId) {
        return jdbc.sql("select * from request_standing where tenant_id = ? and issue_id = ?")
                .params(tenant.value(), issueId)
                .query((row, n) -> read(row))
                .optional();
    }

    /** The numeric id of the request that had this key when it was decided on last. */
    public Optional<String> issueOfKey(TenantId tenant, String issueKey) {
        int dash = issueKey.lastIndexOf('-');
        if (dash < 0) {
            return Optional.empty();
        }
        return jdbc.sql(
                        "select issue_id from request_standing where tenant_id = ? and key_project = ? and key_number = ?"
                                + " order by changed_at desc limit 1")
                .params(
                        tenant.value(),
                        issueKey.substring(0, dash).toUpperCase(Locale.ROOT),
                        Long.parseLong(issueKey.substring(dash + 1)))
                .query(String.class)
                .optional();
    }

    /**
     * A page of a list.
     *
     * @param after {@link StandingPage#next()} of the page before; null for the first
     * @param limit how many at most
     * @throws io.latchkey.platform.http.Problem 400 when the cursor is none
     */
    public StandingPage page(TenantId tenant, StandingFilter filter, @Nullable String after, int limit) {
        Map<String, Object> values = new HashMap<>(Map.of("tenant", tenant.value()));
        String where = where(tenant, filter, values);
        int counted = count(where, values);
        values.put("limit", limit + 1);
        String behind = after == null ? "" : behind(StandingCursor.read(after, filter.sort()), filter.sort(), values);
        List<Row> found = jdbc.sql(
                        "select * from request_standing" + where + behind + order(filter.sort()) + " limit :limit")
                .params(values)
                .query((row, n) -> new Row(read(row), cursor(row)))
                .list();
        boolean more = found.size() > limit;
        List<Row> page = more ? found.subList(0, limit) : found;
        return new StandingPage(
                page.stream().map(Row::standing).toList(),
                more ? Optional.of(page.get(limit - 1).cursor().written(filter.sort())) : Optional.empty(),
                Math.min(counted, MOST_COUNTED),
                counted <= MOST_COUNTED);
    }

    private record Row(RequestStanding standing, StandingCursor cursor) {}

    /** How many stand so now; of those that are over, how many have come to it since a time. */
    public Map<String, Integer> counts(TenantId tenant, Instant since) {
        Map<String, Integer> counts = new HashMap<>();
        jdbc.sql("select state, count(*)::integer as found from request_standing where tenant_id = ?"
                        + " and (state in ('waiting', 'parked', 'held')"
                        + " or (state in ('refused', 'done', 'stopped') and changed_at >= ?)) group by state")
                .params(tenant.value(), since.atOffset(ZoneOffset.UTC))
                .query((row, n) -> counts.put(row.getString("state"), row.getInt("found")))
                .list();
        return counts;
    }

    private int count(String where, Map<String, Object> values) {
        values.put("most", MOST_COUNTED + 1);
        return jdbc.sql("select count(*)::integer from (select from request_standing" + where
                        + " limit :most) as counted")
                .params(values)
                .query(Integer.class)
                .single();
    }

    private String where(TenantId tenant, StandingFilter filter, Map<String, Object> values) {
        var where = new StringBuilder(" where tenant_id = :tenant");
        filter.state().ifPresent(state -> {
            where.append(" and state = :state");
            values.put("state", state);
        });
        filter.since().ifPresent(since -> {
            where.append(" and changed_at >= :since");
            values.put("since", since.atOffset(ZoneOffset.UTC));
        });
        filter.search()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> where.append(" and (")
                        .append(search(tenant, text, values))
                        .append(')'));
        return where.toString();
    }

    /** Ranges and equal values alone: row level security lets an index answer nothing else. */
    private String search(TenantId tenant, String text, Map<String, Object> values) {
        List<String> ways = new ArrayList<>();
        String wanted = text.toLowerCase(Locale.ROOT);
        List<String> codes = jdbc.sql(CODES).param("tenant", tenant.value()).query(String.class).list().stream()
                .filter(code -> code.contains(wanted))
                .toList();
        if (!codes.isEmpty()) {
            ways.add("reason_code = any(:codes)");
            values.put("codes", new SqlArrayValue("text", codes.toArray()));
        }
        String key = text.toUpperCase(Locale.ROOT);
        int dash = key.lastIndexOf('-');
        String digits = dash < 0 ? key : key.substring(dash + 1);
        boolean hasDigits = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (dash > 0 && (hasDigits || digits.isEmpty())) {
            ways.add("key_project = :project"
                    + (digits.isEmpty() ? "" : " and key_digits >= :digits and key_digits < :beyond"));
            values.put("project", key.substring(0, dash));
        } else if (hasDigits) {
            ways.add("key_digits >= :digits and key_digits < :beyond");
        }
        if (dash < 0 && !hasDigits) {
            ways.add("key_project >= :from and key_project < :to");
            values.put("from", key);
            values.put("to", key + Character.MAX_VALUE);
        }
        if (hasDigits) {
            values.put("digits", digits);
            values.put("beyond", digits + ":");
        }
        return ways.isEmpty() ? "false" : String.join(" or ", ways);
    }

    private static String behind(StandingCursor cursor, Sort sort, Map<String, Object> values) {
        values.put("afterId", cursor.id());
        if (sort == Sort.KEY) {
            values.put("afterProject", cursor.project());
            values.put("afterNumber", cursor.number());
            return " and (key_project, key_number, id) > (:afterProject, :afterNumber, :afterId)";
        }
        values.put("afterTime", cursor.at().atOffset(ZoneOffset.UTC));
        return " and (changed_at, id) " + (sort == Sort.OLDEST ? ">" : "<") + " (:afterTime, :afterId)";
    }

    private static String order(Sort sort) {
        return switch (sort) {
            case NEWEST -> " order by changed_at desc, id desc";
            case OLDEST -> " order by changed_at, id";
            case KEY -> " order by key_project, key_number, id";
        };
    }

    private static StandingCursor cursor(ResultSet row) throws SQLException {
        return new StandingCursor(
                time(row), row.getString("key_project"), row.getLong("key_number"), row.getObject("id", UUID.class));
    }

    private static RequestStanding read(ResultSet row) throws SQLException {
        return new RequestStanding(
                row.getString("issue_id"),
                row.getString("issue_key"),
                row.getString("state"),
                row.getString("reason_code"),
                row.getString("reason"),
                row.getObject("recipe_id", UUID.class),
                row.getObject("recipe_version", Integer.class),
                row.getObject("work_id", UUID.class),
                time(row));
    }

    private static Instant time(ResultSet row) throws SQLException {
        return row.getObject("changed_at", OffsetDateTime.class).toInstant();
    }
}
