package io.latchkey.audit;

import io.latchkey.platform.http.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import org.springframework.http.HttpStatus;

/**
 * Where a page ended; the next one begins behind it.
 *
 * @param at the time of the page's last event
 * @param id its id
 */
public record TrailCursor(Instant at, UUID id) {

    /** What a database of times can hold; no event lies outside. */
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    /**
     * Reads the text form that {@link #toString} gave.
     *
     * @throws Problem 400 {@code audit.bad-cursor} when it is none
     */
    public static TrailCursor of(String text) {
        int separator = text.indexOf('_');
        try {
            Instant at = Instant.parse(text.substring(0, Math.max(separator, 0)));
            if (at.isBefore(Instant.EPOCH) || at.isAfter(LAST)) {
                throw bad();
            }
            return new TrailCursor(at, UUID.fromString(text.substring(separator + 1)));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw bad();
        }
    }

    private static Problem bad() {
        return new Problem(
                HttpStatus.BAD_REQUEST, "audit.bad-cursor", "The cursor is not one that an earlier page gave.");
    }

    @Override
    public String toString() {
        return at + "_" + id;
    }
}
