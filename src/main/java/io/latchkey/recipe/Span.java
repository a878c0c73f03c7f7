package io.latchkey.recipe;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long something lasts; exactly one of the two is given.
 *
 * @param days of 24 hours
 * @param hours in hours
 */
public record Span(@Nullable Integer days, @Nullable Integer hours) {

    /** The same as a duration. */
    public Duration duration() {
        return days == null ? Duration.ofHours(hours == null ? 0 : hours) : Duration.ofDays(days);
    }
}
