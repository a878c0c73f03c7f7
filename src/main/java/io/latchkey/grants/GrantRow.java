package io.latchkey.grants;

import io.latchkey.platform.crypto.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** A row of {@code access_grant}. */
record GrantRow(
        UUID id,
        Membership membership,
        String issueId,
        UUID runId,
        UUID stepId,
        Optional<Sealed> reason,
        Grant.State state,
        Provenance provenance,
        Instant oursSince,
        Optional<Instant> shownAt,
        Instant beginsAt,
        Instant endsAt,
        Optional<UUID> endingRun,
        Optional<Instant> removedAt,
        Optional<Instant> endedAt,
        Optional<String> why,
        Instant changedAt,
        Optional<Instant> confirmedAt,
        String toldIn,
        String toldZone,
        boolean outlasted) {

    /** Whose a membership is. */
    enum Provenance {
        /** Nobody has looked yet, and nothing was sent. */
        UNREAD,
        /** Our app put the account in, or is about to. */
        OURS,
        /** It was there already, and no grant of ours explains it. */
        BEFORE
    }

    /** When the membership was last known to be ours. */
    Instant knownAt() {
        return shownAt.filter(shown -> shown.isAfter(oursSince)).orElse(oursSince);
    }

    static GrantRow read(ResultSet row, int number) throws SQLException {
        UUID key = row.getObject("reason_key_id", UUID.class);
        return new GrantRow(
                row.getObject("id", UUID.class),
                Membership.read(row),
                row.getString("issue_id"),
                row.getObject("run_id", UUID.class),
                row.getObject("step_id", UUID.class),
                key == null
                        ? Optional.empty()
                        : Optional.of(new Sealed(key, row.getInt("reason_version"), row.getBytes("reason"))),
                Grant.State.of(row.getString("state")),
                Provenance.valueOf(row.getString("provenance").toUpperCase(java.util.Locale.ROOT)),
                time(row, "ours_since").orElseThrow(),
                time(row, "shown_at"),
                time(row, "begins_at").orElseThrow(),
                time(row, "ends_at").orElseThrow(),
                Optional.ofNullable(row.getObject("ending_run", UUID.class)),
                time(row, "removed_at"),
                time(row, "ended_at"),
                Optional.ofNullable(row.getString("why")),
                time(row, "changed_at").orElseThrow(),
                time(row, "confirmed_at"),
                row.getString("told_in"),
                row.getString("told_zone"),
                row.getBoolean("outlasted"));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
