package io.latchkey.tenant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import java.time.Duration;

/**
 * How much each person may have of something that all share: so much at once, and then so much a minute. On this node; who was
 * away for as long as a bucket takes to be full again is forgotten. Safe for many threads.
 */
public final class CallerBuckets {

    private static final int MOST_PEOPLE = 50_000;

    private final Cache<Caller, Bucket> people;
    private final int atOnce;
    private final int perMinute;

    /**
     * Full buckets.
     *
     * @param atOnce what a bucket holds
     * @param perMinute what comes back, once a minute
     */
    public CallerBuckets(int atOnce, int perMinute) {
        this.atOnce = atOnce;
        this.perMinute = perMinute;
        this.people = Caffeine.newBuilder()
                .maximumSize(MOST_PEOPLE)
                .expireAfterAccess(Duration.ofMinutes(atOnce / perMinute + 1))
                .build();
    }

    /** Takes as much, all or nothing; whether it was there. */
    public boolean take(Caller caller, int much) {
        return of(caller).tryConsume(much);
    }

    /** Whether one is there; nothing is taken. */
    public boolean hasOne(Caller caller) {
        return of(caller).estimateAbilityToConsume(1).canBeConsumed();
    }

    private Bucket of(Caller caller) {
        return people.get(
                caller,
                one -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(atOnce).refillIntervally(perMinute, Duration.ofMinutes(1)))
                        .build());
    }
}
