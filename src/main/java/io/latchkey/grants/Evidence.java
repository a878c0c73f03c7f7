package io.latchkey.grants;

import io.latchkey.okta.MembershipEvent;
import io.latchkey.okta.MembershipHistory;
import io.latchkey.okta.OktaGroupRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What Okta says of some memberships, read together: whose they are is concluded from it, never guessed.
 *
 * @param history who began and ended them
 * @param rules what may put accounts into groups by itself
 */
record Evidence(MembershipHistory history, List<OktaGroupRule> rules) {

    /** How far Okta's clock may lag behind ours. */
    static final Duration SKEW = Duration.ofSeconds(30);

    /** Whose a membership is, as far as Okta's System Log shows it. */
    enum Whose {
        /** Our app began it last. */
        OURS,
        /** A person, a rule or another app began it last. */
        ANOTHERS,
        /** Our app ended it last. */
        ENDED_BY_US,
        /** Somebody else ended it last. */
        ENDED_BY_ANOTHER,
        /** The log tells nothing of it, or not all. */
        UNSHOWN
    }

    Whose whose(GrantRow grant) {
        Membership membership = grant.membership();
        if (!history.complete()) {
            return Whose.UNSHOWN;
        }
        Optional<MembershipEvent> last = history.last(membership.userId(), membership.groupId(), readSince(grant));
        if (last.isEmpty()) {
            // Nothing has happened since it was known.
            return grant.shownAt()
                            .filter(shown -> !shown.isBefore(history.from()))
                            .isPresent()
                    ? Whose.OURS
                    : Whose.UNSHOWN;
        }
        boolean ours = last.get().actorId().equals(membership.clientId());
        if (last.get().added()) {
            return ours ? Whose.OURS : Whose.ANOTHERS;
        }
        return ours ? Whose.ENDED_BY_US : Whose.ENDED_BY_ANOTHER;
    }

    /** Since when the System Log has to be read for it. */
    static Instant readSince(GrantRow grant) {
        return grant.shownAt().orElse(grant.oursSince().minus(SKEW));
    }

    boolean isFedByRule(String groupId, String userId) {
        return rules.stream().anyMatch(rule -> rule.fills(groupId, userId));
    }

    boolean isDeleted(String userId) {
        return history.deleted().contains(userId);
    }
}
