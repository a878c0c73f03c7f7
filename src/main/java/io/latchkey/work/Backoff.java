package io.latchkey.work;

import io.latchkey.platform.failure.RetryableFailure;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next attempt: doubling, with jitter, never less than the other side asked for. */
final class Backoff {

    private static final double LEAST = 0.7;
    private static final double MOST = 1.3;

    private final WorkProperties properties;
    private final RandomGenerator random;

    Backoff(WorkProperties properties, RandomGenerator random) {
        this.properties = properties;
        this.random = random;
    }

    /** The wait after the n-th failed attempt, n from 1. */
    Duration after(int attempts, Throwable failure) {
        long doubled = properties.firstBackoff().toMillis() << Math.min(attempts - 1, 20);
        long capped = Math.min(doubled, properties.longestBackoff().toMillis());
        Duration ours = Duration.ofMillis((long) (capped * random.nextDouble(LEAST, MOST)));
        Duration asked = failure instanceof RetryableFailure retryable
                ? retryable.retryAfter().orElse(Duration.ZERO)
                : Duration.ZERO;
        return ours.compareTo(asked) > 0 ? ours : asked;
    }
}
