package io.latchkey.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A seal with the event it covers, as both are found.
 *
 * @param stored null when there is no such event
 * @param personal the hashes of the values that were not erased, by name
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier between the tables and their check, never compared
record SealedEvent(
        long position,
        UUID event,
        byte[] previousHash,
        byte[] hash,
        @Nullable Stored stored,
        Map<String, String> personal) {

    /** The event's row. */
    @SuppressWarnings("ArrayRecordComponent") // as above
    record Stored(byte[] body, String kind, String subject, Instant at) {}

    static SealedEvent read(ResultSet row, int number) throws SQLException {
        byte[] body = row.getBytes("body");
        Stored stored = body == null
                ? null
                : new Stored(
                        body,
                        row.getString("kind"),
                        row.getString("subject"),
                        row.getObject("occurred_at", OffsetDateTime.class).toInstant());
        return new SealedEvent(
                row.getLong("position"),
                row.getObject("event_id", UUID.class),
                row.getBytes("previous_hash"),
                row.getBytes("hash"),
                stored,
                Map.of());
    }

    SealedEvent with(Map<String, String> hashes) {
        return new SealedEvent(position, event, previousHash, hash, stored, hashes);
    }
}
