package io.latchkey.platform.http;

import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long an answer asks to be left alone: RFC 9110 allows seconds and a date in its header; anything else counts as unsaid. */
public final class RetryAfter {

    private RetryAfter() {}

    /**
     * Reads the header.
     *
     * @param header the value of {@code Retry-After}, or null
     * @param clock what a date is compared with
     * @param longest a longer wait is not believed
     * @return never negative
     */
    public static Optional<Duration> of(@Nullable String header, Clock clock, Duration longest) {
        if (header == null) {
            return Optional.empty();
        }
        if (header.matches("[0-9]{1,9}")) {
            return Optional.of(bounded(Duration.ofSeconds(Long.parseLong(header)), longest));
        }
        try {
            var at = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(bounded(Duration.between(clock.instant(), at.toInstant()), longest));
        } catch (DateTimeParseException e) {
            // Not a form that the standard knows: the same as if nothing had been said.
            return Optional.empty();
        }
    }

    /** Neither negative nor longer than what is believed. */
    public static Duration bounded(Duration wait, Duration longest) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(longest) > 0 ? longest : wait;
    }
}
