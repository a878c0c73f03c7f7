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

    /**
     * Reads the text form that {@link #toString} gave.
     *
     * @throws Problem 400 {@code audit.bad-cursor} when it is none
     */
    public static TrailCursor of(String text) {
        int separator = text.indexOf('_');
        try {
            return new TrailCursor(
                    Instant.parse(text.substring(0, Math.max(separator, 0))),
                    UUID.fromString(text.substring(separator + 1)));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new Problem(
                    HttpStatus.BAD_REQUEST, "audit.bad-cursor", "The cursor is not one that an earlier page gave.");
        }
    }

    @Override
    public String toString() {
        return at + "_" + id;
    }
}
