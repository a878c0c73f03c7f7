package io.latchkey.jira;

import io.latchkey.platform.http.RetryAfter;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/**
 * How long Jira wants to be left alone. Documented: {@code Retry-After} in seconds on every 429; a quota lasts until
 * {@code X-RateLimit-Reset} (ISO 8601), which is the top of the hour. Some gateways send neither.
 */
final class JiraRetryAfter {

    /** When a 429 does not say. */
    static final Duration UNSAID = Duration.ofSeconds(5);

    /** Quotas are reset every hour; a longer wait is not believed. */
    static final Duration LONGEST = Duration.ofHours(2);

    private JiraRetryAfter() {}

    static Duration ofLimit(HttpHeaders headers, LimitReason reason, Clock clock) {
        Duration asked = asked(headers, clock).orElse(UNSAID);
        if (!reason.isQuota()) {
            return asked;
        }
        Duration reset = untilReset(headers, clock).orElse(Duration.ZERO);
        return reset.compareTo(asked) > 0 ? reset : asked;
    }

    /** What the header says. */
    static Optional<Duration> asked(HttpHeaders headers, Clock clock) {
        return RetryAfter.of(headers.getFirst(HttpHeaders.RETRY_AFTER), clock, LONGEST);
    }

    static Optional<Duration> untilReset(HttpHeaders headers, Clock clock) {
        String value = headers.getFirst("X-RateLimit-Reset");
        if (value == null) {
            return Optional.empty();
        }
        try {
            Duration wait = Duration.between(
                    clock.instant(), OffsetDateTime.parse(value).toInstant());
            return Optional.of(RetryAfter.bounded(wait, LONGEST));
        } catch (DateTimeParseException e) {
            // Not a form that Jira knows: the same as if nothing had been said.
            return Optional.empty();
        }
    }
}
