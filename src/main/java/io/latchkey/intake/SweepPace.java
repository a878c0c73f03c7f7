package io.latchkey.intake;

import io.latchkey.jira.JiraBudget;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How long until a site is searched again. While signals prove healthy the pause doubles, up to the slowest: one arrived
 * within the current pause, and the search found nothing that none had announced. Otherwise it is the shortest at once.
 * When the app's points in Jira are spent faster than they come, every pause is stretched.
 */
@Component
class SweepPace {

    /** Below this share of the budget pauses are stretched, in proportion to what is missing. */
    private static final double PLENTY = 0.5;

    /** Newer rows have greater ids, so this reads the index backwards up to the first that is no sweep's. */
    private static final String LAST_SIGNAL =
            "select received_at from signal where tenant_id = ? and source <> 'sweep'" + " order by id desc limit 1";

    private final TenantTransactions transactions;
    private final JdbcClient jdbc;
    private final JiraBudget budget;
    private final IntakeProperties properties;
    private final Clock clock;

    SweepPace(
            TenantTransactions transactions,
            JdbcClient jdbc,
            JiraBudget budget,
            IntakeProperties properties,
            Clock clock) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.budget = budget;
        this.properties = properties;
        this.clock = clock;
    }

    /** The pause after a search, stored for the next. */
    Duration after(TenantId tenant, boolean foundUnannounced) {
        Duration every = transactions.write(tenant, () -> {
            Duration now = current(tenant);
            Duration next = next(now, foundUnannounced, sinceLastSignal(tenant), properties);
            if (!next.equals(now)) {
                store(tenant, next);
            }
            return next;
        });
        return stretched(every, budget.left(), properties.sweepSlowest());
    }

    static Duration next(
            Duration now, boolean foundUnannounced, Optional<Duration> sinceLastSignal, IntakeProperties properties) {
        boolean healthy = !foundUnannounced
                && sinceLastSignal.filter(since -> since.compareTo(now) <= 0).isPresent();
        if (!healthy) {
            return properties.sweepEvery();
        }
        Duration doubled = now.multipliedBy(2);
        return doubled.compareTo(properties.sweepSlowest()) < 0 ? doubled : properties.sweepSlowest();
    }

    static Duration stretched(Duration every, double left, Duration slowest) {
        if (left >= PLENTY || every.compareTo(slowest) >= 0) {
            return every;
        }
        double factor = PLENTY / Math.max(left, 0.001);
        return Duration.ofMillis((long) Math.min(every.toMillis() * factor, (double) slowest.toMillis()));
    }

    private Duration current(TenantId tenant) {
        return jdbc.sql("select every_ms from sweep_pace where tenant_id = ? and id = ?")
                .params(tenant.value(), tenant.value())
                .query((row, n) -> Duration.ofMillis(row.getLong(1)))
                .optional()
                .orElse(properties.sweepEvery());
    }

    private Optional<Duration> sinceLastSignal(TenantId tenant) {
        Instant now = clock.instant();
        return jdbc.sql(LAST_SIGNAL)
                .param(tenant.value())
                .query((row, n) ->
                        Duration.between(row.getObject(1, OffsetDateTime.class).toInstant(), now))
                .optional();
    }

    private void store(TenantId tenant, Duration every) {
        jdbc.sql("insert into sweep_pace (tenant_id, id, every_ms, changed_at) values (?, ?, ?, ?)"
                        + " on conflict (tenant_id, id) do update set every_ms = excluded.every_ms,"
                        + " changed_at = excluded.changed_at")
                .params(
                        tenant.value(),
                        tenant.value(),
                        every.toMillis(),
                        clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }
}
