package io.latchkey.okta;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long a 429 asks us to wait. */
final class RetryTimes {

    private static final int CONCURRENCY_MILLIS = 1_000;
    private static final Duration UNSAID = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private RetryTimes() {}

    /**
     * Okta: {@code X-Rate-Limit-Reset} is in UTC epoch seconds; a limit and a remainder of zero mean too many at the same
     * time, where the reset is only an estimate and a second or two suffice. Measured against Okta's own {@code Date},
     * so that a wrong clock of ours does no harm; a proxy may drop that header.
     */
    static Duration after(Answer answer, Clock clock) {
        if (isConcurrency(answer)) {
            // One to two seconds, different for each, so that they do not come back together.
            return Duration.ofMillis(
                    CONCURRENCY_MILLIS + Math.floorMod(answer.requestId().hashCode(), CONCURRENCY_MILLIS + 1));
        }
        return untilReset(answer, clock)
                .map(wait -> bounded(wait.plusSeconds(1)))
                .orElse(UNSAID);
    }

    /** Okta: too many calls at the same time, of whatever bucket. */
    static boolean isConcurrency(Answer answer) {
        return answer.status() == 429
                && answer.number("x-rate-limit-limit").orElse(-1L) == 0
                && answer.number("x-rate-limit-remaining").orElse(-1L) == 0;
    }

    /** How long the running window still lasts, to the second; negative when it has ended. */
    static Optional<Duration> untilReset(Answer answer, Clock clock) {
        Instant now = answer.date().orElseGet(clock::instant);
        return answer.number("x-rate-limit-reset")
                .map(reset -> Duration.between(now, Instant.ofEpochSecond(bounded(reset))));
    }

    private static long bounded(long epochSecond) {
        return Math.min(epochSecond, Instant.MAX.getEpochSecond());
    }

    private static Duration bounded(Duration wait) {
        if (wait.compareTo(Duration.ofSeconds(1)) < 0) {
            return Duration.ofSeconds(1);
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
