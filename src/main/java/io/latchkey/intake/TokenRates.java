package io.latchkey.intake;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** How fast tokens may be shown to this node: known ones each at its own rate, unknown ones by their sender's. */
@Component
class TokenRates {

    private static final int MOST = 50_000;

    private final AutomationProperties properties;
    private final Cache<UUID, Bucket> tokens = buckets();
    private final Cache<String, Bucket> senders = buckets();
    private final Bucket everybody;

    TokenRates(AutomationProperties properties) {
        this.properties = properties;
        this.everybody = perSecond(properties.strangersPerSecond(), properties.strangersPerSecond());
    }

    /** A signal of a token; how long to wait when it is one too many. */
    Optional<Duration> signal(UUID token) {
        return take(tokens.get(token, id -> perSecond(properties.signalsPerSecond(), properties.burst())));
    }

    /**
     * Whether a token that this node does not know may be looked up; how long to wait when not. Only what turns out to be
     * no token counts, so that a node that has just started may come to know many at once.
     */
    Optional<Duration> stranger(Sender sender) {
        Optional<Duration> wait = ask(of(sender));
        return wait.isPresent() ? wait : ask(everybody);
    }

    /** What was looked up is no token. */
    void missed(Sender sender) {
        of(sender).tryConsume(1);
        everybody.tryConsume(1);
    }

    private Bucket of(Sender sender) {
        return senders.get(
                sender.network(),
                address -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(properties.strangersPerMinute())
                                .refillGreedy(properties.strangersPerMinute(), Duration.ofMinutes(1)))
                        .build());
    }

    private static Optional<Duration> ask(Bucket bucket) {
        var estimate = bucket.estimateAbilityToConsume(1);
        return estimate.canBeConsumed()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(estimate.getNanosToWaitForRefill()));
    }

    private static Optional<Duration> take(Bucket bucket) {
        var probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    private static Bucket perSecond(int rate, int burst) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(rate, Duration.ofSeconds(1)))
                .build();
    }

    private static <K> Cache<K, Bucket> buckets() {
        return Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(Duration.ofMinutes(10))
                .build();
    }
}
