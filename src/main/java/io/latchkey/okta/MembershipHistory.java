package io.latchkey.okta;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What Okta's System Log shows of some accounts' memberships by now. It lags behind by seconds, and is kept for 90 days.
 *
 * @param events the oldest first
 * @param deleted which of the accounts were deleted, by id
 * @param from since when; later than was asked for when Okta keeps nothing that old
 * @param complete whether all were read that there are; nothing may be concluded from others
 */
public record MembershipHistory(List<MembershipEvent> events, Set<String> deleted, Instant from, boolean complete) {

    /** Copies both. */
    public MembershipHistory {
        events = List.copyOf(events);
        deleted = Set.copyOf(deleted);
    }

    /** What happened last to a membership since then. */
    public Optional<MembershipEvent> last(String userId, String groupId, Instant since) {
        return events.stream()
                .filter(event ->
                        event.userId().equals(userId) && event.groupId().equals(groupId))
                .filter(event -> !event.at().isBefore(since))
                .reduce((earlier, later) -> later);
    }
}
