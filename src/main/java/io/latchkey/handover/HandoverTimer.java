package io.latchkey.handover;

import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.work.Budgets;
import io.latchkey.work.StepResult;
import io.latchkey.work.TenantTimer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Erases credentials that were not taken in time, and has passwords taken out of comments. While nothing is due it costs one
 * statement a minute. After the site has removed the app it only erases.
 */
@Component
class HandoverTimer extends TenantTimer {

    static final String NAME = "handover";

    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration SOON = Duration.ofSeconds(5);

    /** How long it stays known that something was handed over. */
    private static final Duration REMEMBERED = Duration.ofDays(90);

    private static final int PORTION = 100;

    private final TenantTransactions transactions;
    private final HandoverRows rows;
    private final PasswordsInComments passwords;
    private final LostRuns lost;
    private final Trail trail;
    private final Clock clock;

    HandoverTimer(
            TenantTransactions transactions,
            HandoverRows rows,
            PasswordsInComments passwords,
            LostRuns lost,
            Trail trail,
            Budgets budgets,
            Clock clock) {
        super(NAME, EVERY, budgets, clock);
        this.transactions = transactions;
        this.rows = rows;
        this.passwords = passwords;
        this.lost = lost;
        this.trail = trail;
        this.clock = clock;
    }

    @Override
    protected Optional<Duration> run(TenantId tenant) {
        HandoverRows.Next next = transactions.read(tenant, () -> rows.next(tenant));
        if ("erased".equals(next.site())) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        boolean more = false;
        if (isDue(next.expires(), now)) {
            more = transactions.write(tenant, () -> expire(tenant));
        }
        if (isDue(next.comment(), now) && !"uninstalled".equals(next.site())) {
            more |= passwords.due(tenant);
        }
        if (next.running() && !"uninstalled".equals(next.site())) {
            lost.free(tenant);
        }
        Instant before = now.minus(REMEMBERED);
        if (isDue(next.closed(), before)) {
            transactions.writeOnly(tenant, () -> rows.forget(tenant, before, PORTION));
        }
        return Optional.of(more ? SOON : untilNext(next, now));
    }

    private boolean expire(TenantId tenant) {
        List<HandoverRows.Closed> expired = rows.expire(tenant, PORTION);
        expired.forEach(one -> trail.record(Entry.of(tenant, "handover.expired", one.issueId())
                .withFacts(StepResult.nothing().put("handover", one.id().toString()))));
        return expired.size() == PORTION;
    }

    private static boolean isDue(Optional<Instant> at, Instant now) {
        return at.filter(time -> !time.isAfter(now)).isPresent();
    }

    private static Duration untilNext(HandoverRows.Next next, Instant now) {
        return Stream.concat(next.expires().stream(), next.comment().stream())
                .filter(time -> time.isAfter(now))
                .map(time -> Duration.between(now, time))
                .filter(pause -> pause.compareTo(EVERY) < 0)
                .min(Duration::compareTo)
                .orElse(EVERY);
    }
}
