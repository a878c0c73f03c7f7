package io.latchkey.grants;

import io.latchkey.okta.OktaConnectionId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Access that was given for a time: one account in one group.
 *
 * @param id its id, by which it is older or newer than others
 * @param connection through which Okta organisation
 * @param userId Okta's id of the account
 * @param groupId Okta's id of the group
 * @param issueId the request that it was given for
 * @param runId the run that gave it
 * @param reason why, in a person's or the recipe's words; empty once the tenant's secrets are erased
 * @param state how it stands
 * @param existedBefore whether the account was in the group already, so that it stays in it
 * @param beginsAt when it was given
 * @param endsAt when it ends, or ended
 * @param endedAt since when nothing is to be done about it any more
 * @param why why it ended or is held: a stable code
 */
public record Grant(
        UUID id,
        OktaConnectionId connection,
        String userId,
        String groupId,
        String issueId,
        UUID runId,
        Optional<String> reason,
        State state,
        boolean existedBefore,
        Instant beginsAt,
        Instant endsAt,
        Optional<Instant> endedAt,
        Optional<String> why) {

    /** How a grant stands. */
    public enum State {
        /** A step is about to put the account into the group. */
        GIVING,
        /** The account is in the group. */
        ACTIVE,
        /** The account is being taken out of the group. */
        ENDING,
        /** Its time is over, and a person has to look: it could not be shown whose the membership is, or taken back. */
        HELD,
        /** Its time is over, and another grant keeps the account in the group. */
        SUPERSEDED,
        /** It is over. */
        ENDED;

        /** As it is stored. */
        String stored() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String stored) {
            return valueOf(stored.toUpperCase(Locale.ROOT));
        }
    }
}
