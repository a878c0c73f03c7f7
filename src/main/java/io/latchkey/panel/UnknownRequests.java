package io.latchkey.panel;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.Caller;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * How many requests somebody may ask for that are not there for them: each costs a call of Jira's hourly points, which all sites
 * share. Only such ones count, on this node.
 */
@Component
class UnknownRequests {

    private static final int MOST_PEOPLE = 50_000;
    private static final int PER_MINUTE = 30;

    private final Cache<Caller, Bucket> people = Caffeine.newBuilder()
            .maximumSize(MOST_PEOPLE)
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();

    /**
     * Lets somebody ask.
     *
     * @throws Problem 429 when they have asked for too many
     */
    void demand(Caller caller) {
        if (!of(caller).estimateAbilityToConsume(1).canBeConsumed()) {
            throw new Problem(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "request.too-many-unknown",
                    "You have asked for many requests that are not there for you; ask again in a minute.");
        }
    }

    /** There was none. */
    void missed(Caller caller) {
        of(caller).tryConsume(1);
    }

    private Bucket of(Caller caller) {
        return people.get(
                caller,
                one -> Bucket.builder()
                        .addLimit(
                                limit -> limit.capacity(PER_MINUTE).refillIntervally(PER_MINUTE, Duration.ofMinutes(1)))
                        .build());
    }
}
