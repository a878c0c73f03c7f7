package io.latchkey.provisioning.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.time.Ids;
import io.latchkey.provisioning.BreakerTripped;
import io.latchkey.provisioning.guard.Verdict.Barred;
import io.latchkey.provisioning.guard.Verdict.Cleared;
import io.latchkey.work.Announcements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts what was admitted within the last hour, in the transaction that admits: while a tenant has a limit, its
 * admissions of all nodes pass here one after the other, each seeing those before it. What is one too many trips the
 * breaker, and everything is held until an administrator resets it; counting begins anew then.
 */
@Component
public class Breaker {

    /** The reason code of what a breaker holds. */
    public static final String CODE = "guardrail.breaker-tripped";

    /** The reason code of what cannot be counted where memberships are limited. */
    public static final String UNCOUNTED = "guardrail.breaker-uncounted";

    private static final Duration WINDOW = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final Trail trail;
    private final Announcements announcements;
    private final Ids ids;
    private final Clock clock;

    Breaker(JdbcClient jdbc, Trail trail, Announcements announcements, Ids ids, Clock clock) {
        this.jdbc = jdbc;
        this.trail = trail;
        this.announcements = announcements;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Lets a plan pass or holds it, inside the transaction that admits it.
     *
     * @param settings the limits of the tenant and of connections
     * @param wholeGroups whether it gives something to all members of a group, of whom nobody knows how many there will be
     */
    Optional<Barred> judge(
            TenantId tenant,
            List<GuardrailRows.Setting> settings,
            Cleared demand,
            boolean wholeGroups,
            String issueId) {
        List<GuardrailRows.Setting> ours = settings.stream()
                .filter(setting -> setting.part() == Part.BREAKER)
                .filter(setting -> setting.scope().equals(tenant.value())
                        || setting.scope().equals(demand.connection()))
                .toList();
        if (ours.isEmpty() || demand.accounts() + demand.memberships() == 0) {
            return Optional.empty();
        }
        if (wholeGroups && ours.stream().anyMatch(Breaker::limitsMemberships)) {
            return Optional.of(new Barred(
                    true,
                    "breaker",
                    UNCOUNTED,
                    "The request gives an application to all members of a group, which cannot be counted, and the memberships"
                            + " given within an hour are limited here. An administrator can assign the application to the group in"
                            + " Okta, or take off the limit in Latchkey's settings; then this request goes on by itself.",
                    null));
        }
        lock(tenant);
        for (GuardrailRows.Setting setting : ours) {
            if (isOpen(tenant, setting.scope()) || trips(tenant, setting, demand, issueId)) {
                return Optional.of(new Barred(
                        true,
                        "breaker",
                        CODE,
                        "More accounts or group memberships were approved within an hour than is allowed here, so"
                                + " Latchkey holds everything that follows until an administrator has looked and reset it in"
                                + " Latchkey's settings; then this request goes on by itself.",
                        null));
            }
        }
        return Optional.empty();
    }

    private static boolean limitsMemberships(GuardrailRows.Setting setting) {
        return setting.value().path(Counted.MEMBERSHIPS.limit()).isInt();
    }

    /** The breakers that wait for an administrator, oldest first. */
    public List<Trip> tripped(TenantId tenant) {
        return jdbc.sql("select * from guardrail_trip where tenant_id = ? and reset_at is null order by tripped_at, id")
                .param(tenant.value())
                .query(Breaker::trip)
                .list();
    }

    /**
     * Resets a breaker.
     *
     * @return false when there is none of this id, or it was reset before
     */
    public boolean reset(TenantId tenant, UUID id, String by) {
        int reset = jdbc.sql("update guardrail_trip set reset_at = ?, reset_by = ?"
                        + " where tenant_id = ? and id = ? and reset_at is null")
                .params(clock.instant().atOffset(ZoneOffset.UTC), by, tenant.value(), id)
                .update();
        if (reset > 0) {
            trail.record(Entry.of(tenant, "guardrail.reset", tenant.toString())
                    .withFacts(JsonNodeFactory.instance
                            .objectNode()
                            .put("trip", id.toString())
                            .put("by", by)));
        }
        return reset > 0;
    }

    private void lock(TenantId tenant) {
        jdbc.sql("select true from pg_advisory_xact_lock(hashtextextended('latchkey.guardrail.breaker:' || ?, 0))")
                .param(tenant.toString())
                .query(Boolean.class)
                .single();
    }

    private boolean isOpen(TenantId tenant, UUID scope) {
        return jdbc.sql("select exists (select from guardrail_trip"
                        + " where tenant_id = ? and scope = ? and reset_at is null)")
                .params(tenant.value(), scope)
                .query(Boolean.class)
                .single();
    }

    private boolean trips(TenantId tenant, GuardrailRows.Setting setting, Cleared demand, String issueId) {
        boolean tripped = false;
        for (Counted counted : Counted.values()) {
            JsonNode limit = setting.value().path(counted.limit());
            if (limit.isInt()) {
                int more = counted == Counted.ACCOUNTS ? demand.accounts() : demand.memberships();
                long found = found(tenant, setting.scope(), counted);
                if (Counted.isTooMuch(limit.intValue(), found, more)) {
                    trip(tenant, setting.scope(), counted, limit.intValue(), (int) found + more, issueId);
                    tripped = true;
                }
            }
        }
        return tripped;
    }

    private long found(TenantId tenant, UUID scope, Counted counted) {
        boolean ofTenant = scope.equals(tenant.value());
        return jdbc.sql("select coalesce(sum(" + counted.title() + "), 0) from request_decision"
                        + " where tenant_id = ? and outcome = 'admitted' and decided_at > ?"
                        + " and (? or connection_id = ?)"
                        + " and decided_at > coalesce((select max(reset_at) from guardrail_trip"
                        + " where tenant_id = ? and scope = ?), '-infinity')")
                .params(
                        tenant.value(),
                        clock.instant().minus(WINDOW).atOffset(ZoneOffset.UTC),
                        ofTenant,
                        scope,
                        tenant.value(),
                        scope)
                .query(Long.class)
                .single();
    }

    private void trip(TenantId tenant, UUID scope, Counted counted, int allowed, int found, String issueId) {
        UUID id = ids.next();
        Instant now = clock.instant();
        jdbc.sql("insert into guardrail_trip (tenant_id, id, scope, counted, allowed, found, tripped_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?)")
                .params(tenant.value(), id, scope, counted.title(), allowed, found, now.atOffset(ZoneOffset.UTC))
                .update();
        trail.record(Entry.of(tenant, "guardrail.tripped", tenant.toString())
                .withFacts(JsonNodeFactory.instance
                        .objectNode()
                        .put("trip", id.toString())
                        .put("scope", scope.toString())
                        .put("counted", counted.title())
                        .put("allowed", allowed)
                        .put("found", found)
                        .put("issueId", issueId)));
        announcements.afterCommit(new BreakerTripped(tenant, id, scope, counted.title(), allowed, found, issueId, now));
    }

    private static Trip trip(ResultSet row, int n) throws SQLException {
        return new Trip(
                row.getObject("id", UUID.class),
                row.getObject("scope", UUID.class),
                Counted.of(row.getString("counted")),
                row.getInt("allowed"),
                row.getInt("found"),
                row.getObject("tripped_at", OffsetDateTime.class).toInstant());
    }
}
