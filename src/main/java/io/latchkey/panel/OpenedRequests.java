package io.latchkey.panel;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.bucket4j.Bucket;
import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.Caller;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * How many requests somebody may look at: each that was not looked at for a minute costs calls of Jira's hourly points, which
 * all sites share. A panel that polls what it shows costs nothing here. On this node.
 */
@Component
class OpenedRequests {

    /** So long answers of Jira are good for those who look. */
    private static final Duration KEPT = Duration.ofSeconds(60);

    private static final int MOST_PEOPLE = 50_000;

    /** Who goes through a queue is faster than this for a while only. */
    static final int AT_ONCE = 120;

    private static final int PER_MINUTE = 30;

    private final Cache<Caller, Bucket> people = Caffeine.newBuilder()
            .maximumSize(MOST_PEOPLE)
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();
    private final Cache<Opened, Boolean> opened;

    OpenedRequests(Clock clock) {
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        this.opened = Caffeine.newBuilder()
                .maximumSize(MOST_PEOPLE)
                .expireAfterWrite(KEPT)
                .ticker(ticker)
                .build();
    }

    private record Opened(Caller caller, String named) {}

    /**
     * Lets somebody look at a request.
     *
     * @throws Problem 429 when they have looked at too many
     */
    void demand(Caller caller, String named) {
        var one = new Opened(caller, named);
        if (opened.getIfPresent(one) != null) {
            return;
        }
        if (!of(caller).tryConsume(1)) {
            throw new Problem(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "request.too-many",
                    "You have looked at many requests; look again in a minute.");
        }
        opened.put(one, true);
    }

    private Bucket of(Caller caller) {
        return people.get(
                caller,
                one -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(AT_ONCE).refillGreedy(PER_MINUTE, Duration.ofMinutes(1)))
                        .build());
    }
}
