package io.latchkey.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event of a trail.
 *
 * @param id the event
 * @param at when it happened, to the microsecond
 * @param kind dotted, lower case
 * @param subject the opaque id it is about
 * @param facts as they were recorded
 * @param personal by name; null when the value was erased
 * @param position its place in the chain, from 1, or null while it is not sealed
 */
public record TrailRow(
        UUID id,
        Instant at,
        String kind,
        String subject,
        JsonNode facts,
        Map<String, @Nullable String> personal,
        @Nullable Long position) {

    @Override
    public String toString() {
        return "TrailRow[id=" + id + ", at=" + at + ", kind=" + kind + ", position=" + position + "]";
    }
}
