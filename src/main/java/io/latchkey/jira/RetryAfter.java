package io.latchkey.jira;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/**
 * How long Jira wants to be left alone. Documented: {@code Retry-After} in seconds on every 429; a quota lasts until
 * {@code X-RateLimit-Reset} (ISO 8601), which is the top of the hour. Some gateways send neither.
 */
final class RetryAfter {

    /** When a 429 does not say. */
    static final Duration UNSAID = Duration.ofSeconds(5);

    /** Quotas are reset every hour; a longer wait is not believed. */
    static final Duration LONGEST = Duration.ofHours(2);

    private RetryAfter() {}

    static Duration ofLimit(HttpHeaders headers, LimitReason reason, Clock clock) {
        Duration asked = asked(headers, clock).orElse(UNSAID);
        if (!reason.isQuota()) {
            return asked;
        }
        Duration reset = untilReset(headers, clock).orElse(Duration.ZERO);
        return reset.compareTo(asked) > 0 ? reset : asked;
    }

    /** RFC 9110 allows seconds and a date. */
    static Optional<Duration> asked(HttpHeaders headers, Clock clock) {
        String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
        if (value == null) {
            return Optional.empty();
        }
        if (value.matches("[0-9]{1,9}")) {
            return Optional.of(bounded(Duration.ofSeconds(Long.parseLong(value))));
        }
        try {
            var at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(bounded(Duration.between(clock.instant(), at.toInstant())));
        } catch (DateTimeParseException e) {
            // Not a form that the standard knows: the same as if nothing had been said.
            return Optional.empty();
        }
    }

    static Optional<Duration> untilReset(HttpHeaders headers, Clock clock) {
        String value = headers.getFirst("X-RateLimit-Reset");
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(bounded(Duration.between(
                    clock.instant(), OffsetDateTime.parse(value).toInstant())));
        } catch (DateTimeParseException e) {
            // As above.
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
