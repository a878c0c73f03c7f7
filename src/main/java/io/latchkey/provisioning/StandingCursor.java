package io.latchkey.provisioning;

import io.latchkey.platform.http.Problem;
import io.latchkey.provisioning.StandingFilter.Sort;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.springframework.http.HttpStatus;

/**
 * Where a page ended.
 *
 * @param at when the last one changed; of a list in order of time
 * @param project of the last one's key; of a list in order of keys
 * @param number of the last one's key
 * @param id the last one
 */
record StandingCursor(Instant at, String project, long number, UUID id) {

    private static final String SEPARATOR = "|";

    /** For people's addresses: it tells nothing, and is good for the same order only. */
    String written(Sort sort) {
        String plain = sort == Sort.KEY
                ? String.join(SEPARATOR, "k", project, String.valueOf(number), id.toString())
                : String.join(SEPARATOR, "t", at.toString(), id.toString());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads it back.
     *
     * @throws Problem 400 {@code requests.bad-cursor} when it is none of this order
     */
    static StandingCursor read(String written, Sort sort) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(written), StandardCharsets.UTF_8);
            String[] parts = plain.split("\\|", -1);
            if (sort == Sort.KEY && parts.length == 4 && parts[0].equals("k") && parts[1].indexOf('\0') < 0) {
                return new StandingCursor(Instant.EPOCH, parts[1], Long.parseLong(parts[2]), UUID.fromString(parts[3]));
            }
            if (sort != Sort.KEY && parts.length == 3 && parts[0].equals("t")) {
                return new StandingCursor(microseconds(parts[1]), "", 0, UUID.fromString(parts[2]));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw bad();
        }
        throw bad();
    }

    /** A time that the column cannot hold is none that a page gave. */
    private static Instant microseconds(String written) {
        Instant at = Instant.parse(written);
        if (at.isBefore(Instant.EPOCH) || at.isAfter(Instant.parse("9999-12-31T00:00:00Z"))) {
            throw new DateTimeException("out of bounds");
        }
        return at;
    }

    private static Problem bad() {
        return new Problem(
                HttpStatus.BAD_REQUEST,
                "requests.bad-cursor",
                "The cursor is not one that an earlier page of this order gave.");
    }
}
