package io.latchkey.grants;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/**
 * When access ends, as a plan says it: an instant with its offset ({@code "2026-12-24T18:00:00+01:00"}), or a time from when
 * it is given ({@code {"days":14}}, {@code {"hours":4}}, {@code {"minutes":30}}; a day has 24 hours).
 */
sealed interface Ends {

    /** Nobody is given access for longer. */
    Duration LONGEST = Duration.ofDays(3660);

    /** At a time. */
    record At(Instant time) implements Ends {}

    /** So long after access is given, or after it would have ended. */
    record After(Duration time) implements Ends {}

    /** The end of what begins then. */
    default Instant from(Instant begin) {
        return this instanceof After after ? begin.plus(after.time) : ((At) this).time;
    }

    /**
     * Reads it.
     *
     * @throws GrantRefused when it is neither
     */
    static Ends of(JsonNode ends) {
        if (ends.isTextual()) {
            try {
                return new At(OffsetDateTime.parse(ends.textValue()).toInstant());
            } catch (DateTimeParseException e) {
                throw new GrantRefused(
                        "grants.end-unreadable",
                        "the end of the access is no time with its offset, such as 2026-12-24T18:00:00+01:00");
            }
        }
        Duration time = part(ends, "days", Duration.ofDays(1))
                .plus(part(ends, "hours", Duration.ofHours(1)))
                .plus(part(ends, "minutes", Duration.ofMinutes(1)));
        if (time.isZero() || time.compareTo(LONGEST) > 0) {
            throw new GrantRefused(
                    "grants.end-unreadable",
                    "the time for which access is given has to be a number of days, hours or minutes of at most ten years");
        }
        return new After(time);
    }

    private static Duration part(JsonNode ends, String name, Duration unit) {
        JsonNode value = ends.path(name);
        boolean fits =
                value.isMissingNode() || (value.canConvertToInt() && value.isIntegralNumber() && value.intValue() >= 0);
        if (!fits) {
            throw new GrantRefused(
                    "grants.end-unreadable", "\"" + name + "\" has to be a whole number that is not negative");
        }
        return unit.multipliedBy(value.asInt(0));
    }
}
