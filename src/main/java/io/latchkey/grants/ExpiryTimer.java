package io.latchkey.grants;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.work.Budgets;
import io.latchkey.work.TenantTimer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Sees to it that what is due ends, in the second in which it is. While nothing is due it costs one statement a minute,
 * however many grants there are. It goes on after the site has removed the app, until the tenant's secrets are erased.
 */
@Component
class ExpiryTimer extends TenantTimer {

    static final String NAME = "grants-expiry";

    private static final Duration EVERY = Duration.ofMinutes(1);

    /** What a portion has left over. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private final TenantTransactions transactions;
    private final GrantRows rows;
    private final HandOver handOver;
    private final Reminders reminders;
    private final Looks looks;
    private final Clock clock;

    ExpiryTimer(
            TenantTransactions transactions,
            GrantRows rows,
            HandOver handOver,
            Reminders reminders,
            Looks looks,
            Budgets budgets,
            Clock clock) {
        super(NAME, EVERY, budgets, clock);
        this.transactions = transactions;
        this.rows = rows;
        this.handOver = handOver;
        this.reminders = reminders;
        this.looks = looks;
        this.clock = clock;
    }

    @Override
    protected Optional<Duration> run(TenantId tenant) {
        GrantRows.Next next = transactions.read(tenant, () -> rows.next(tenant));
        if ("erased".equals(next.site())) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        boolean more = false;
        if (isDue(next.due(), now)) {
            more = transactions.write(tenant, () -> handOver.due(tenant));
        }
        if (isDue(next.remind(), now)) {
            more |= transactions.write(tenant, () -> reminders.due(tenant, !"uninstalled".equals(next.site())));
        }
        if (isDue(next.look(), now)) {
            transactions.writeOnly(tenant, () -> looks.due(tenant));
        }
        return Optional.of(more ? SOON : untilNext(next, now));
    }

    private static boolean isDue(Optional<Instant> at, Instant now) {
        return at.filter(time -> !time.isAfter(now)).isPresent();
    }

    private static Duration untilNext(GrantRows.Next next, Instant now) {
        return Stream.concat(next.due().stream(), next.remind().stream())
                .filter(time -> time.isAfter(now))
                .map(time -> Duration.between(now, time))
                .filter(pause -> pause.compareTo(EVERY) < 0)
                .min(Duration::compareTo)
                .orElse(EVERY);
    }
}
