package io.latchkey.audit;

import io.latchkey.platform.http.Problem;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Which part of a trail to read; what is absent does not restrict.
 *
 * @param subject exactly this opaque id
 * @param kindPrefix kinds that begin so: {@code request.}
 * @param from not before this time
 * @param to before this time
 * @param limit rows of a page, 1 to 500
 * @param after where the page before ended
 * @param newestFirst whether the newest event comes first, instead of the oldest
 */
public record TrailFilter(
        @Nullable String subject,
        @Nullable String kindPrefix,
        @Nullable Instant from,
        @Nullable Instant to,
        int limit,
        @Nullable TrailCursor after,
        boolean newestFirst) {

    /** The most rows of a page. */
    public static final int MOST = 500;

    /** Refuses, as 400 {@code audit.bad-limit}, a limit that is out of bounds. */
    public TrailFilter {
        if (limit < 1 || limit > MOST) {
            throw new Problem(
                    HttpStatus.BAD_REQUEST,
                    "audit.bad-limit",
                    "The limit must be between 1 and " + MOST + ", found " + limit + ".");
        }
    }

    /** Up to now, oldest first. */
    public TrailFilter(
            @Nullable String subject,
            @Nullable String kindPrefix,
            @Nullable Instant from,
            int limit,
            @Nullable TrailCursor after) {
        this(subject, kindPrefix, from, null, limit, after, false);
    }

    /** The whole trail, in the largest pages. */
    public static TrailFilter all() {
        return new TrailFilter(null, null, null, MOST, null);
    }

    /** What was recorded about one subject. */
    public static TrailFilter about(String subject) {
        return new TrailFilter(subject, null, null, MOST, null);
    }

    /** The page behind this place. */
    public TrailFilter after(TrailCursor place) {
        return new TrailFilter(subject, kindPrefix, from, to, limit, place, newestFirst);
    }
}
