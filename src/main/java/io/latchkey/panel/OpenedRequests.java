package io.latchkey.panel;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.latchkey.jira.JiraBudget;
import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.Caller;
import io.latchkey.tenant.CallerBuckets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * How many of Jira's hourly points, which all sites share, somebody may spend by looking. What Jira says of a request and of
 * who may see it is good for a minute: a panel that polls pays for the first look of each minute. While few points are left,
 * only what was looked at in the last minute is shown. On this node.
 */
@Component
class OpenedRequests {

    /** So long answers of Jira are good for those who look. */
    private static final Duration KEPT = Duration.ofSeconds(60);

    private static final int MOST_LOOKS = 50_000;

    /** What an agent's first look costs: the issue, and whether they may see it. */
    static final int AGENTS = 9;

    /** What a first look from the portal costs: the issue, its participants, its approvals, and perhaps whether they are an agent. */
    static final int PORTALS = 24;

    /** Who goes through a queue is faster than what comes back for a while only. */
    static final int AT_ONCE = 1_200;

    /** A ninth of what Jira allows all sites together, should somebody look all the time. */
    private static final int PER_MINUTE = 120;

    private final CallerBuckets people = new CallerBuckets(AT_ONCE, PER_MINUTE);
    private final Cache<Opened, Boolean> opened;
    private final BooleanSupplier enough;

    @Autowired
    OpenedRequests(JiraBudget budget, Clock clock) {
        this(budget::hasForThoseWhoLook, clock);
    }

    OpenedRequests(BooleanSupplier enough, Clock clock) {
        this.enough = enough;
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        this.opened = Caffeine.newBuilder()
                .maximumSize(MOST_LOOKS)
                .expireAfterWrite(KEPT)
                .ticker(ticker)
                .build();
    }

    private record Opened(Caller caller, String named, int points) {}

    /**
     * Lets somebody look at a request.
     *
     * @param points what a first look costs
     * @throws Problem 429 when they have looked at too many, 503 while few points are left
     */
    void demand(Caller caller, String named, int points) {
        var one = new Opened(caller, named, points);
        if (opened.getIfPresent(one) != null) {
            return;
        }
        if (!enough.getAsBoolean()) {
            throw new Problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "jira.few-points",
                    "Jira allows Latchkey few more calls for now, and they are kept for requests that are being carried"
                            + " out. Look again later.");
        }
        if (!people.take(caller, points)) {
            throw new Problem(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "request.too-many",
                    "You have looked at many requests; look again in a minute.");
        }
        opened.put(one, true);
    }
}
