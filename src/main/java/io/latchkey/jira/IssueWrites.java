package io.latchkey.jira;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.latchkey.platform.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Spaces the writes to one issue. Documented: Jira takes 20 within 2 seconds and 100 within 30. Kept by each node for
 * itself, since everything about one issue is done by one node at a time; half of the limits is used, so that a node may
 * take over from another at any moment. Safe for many threads.
 */
final class IssueWrites {

    private static final Duration SPACING = Duration.ofMillis(667);
    private static final int BURST = 5;
    private static final int ISSUES = 10_000;

    private final Clock clock;
    private final Cache<Issue, Instant> spentUntil;

    IssueWrites(Clock clock) {
        this.clock = clock;
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        this.spentUntil = Caffeine.newBuilder()
                .maximumSize(ISSUES)
                .expireAfterWrite(Duration.ofMinutes(3))
                .ticker(ticker)
                .build();
    }

    private record Issue(TenantId tenant, String id) {}

    /** Empty when the write may be sent; else how long to wait. */
    synchronized Optional<Duration> take(TenantId tenant, String issueId) {
        Issue issue = new Issue(tenant, issueId);
        Instant now = clock.instant();
        Instant spent = later(spentUntil.getIfPresent(issue), now);
        Duration wait = Duration.between(now, spent).minus(SPACING.multipliedBy(BURST - 1));
        if (wait.compareTo(Duration.ZERO) > 0) {
            return Optional.of(wait);
        }
        spentUntil.put(issue, spent.plus(SPACING));
        return Optional.empty();
    }

    /** Jira has refused a write to the issue: the next one in this time. */
    synchronized void close(TenantId tenant, String issueId, Duration time) {
        Issue issue = new Issue(tenant, issueId);
        Instant until = clock.instant().plus(time).plus(SPACING.multipliedBy(BURST - 1));
        spentUntil.put(issue, later(spentUntil.getIfPresent(issue), until));
    }

    private static Instant later(@org.jspecify.annotations.Nullable Instant one, Instant other) {
        return one != null && one.isAfter(other) ? one : other;
    }
}
