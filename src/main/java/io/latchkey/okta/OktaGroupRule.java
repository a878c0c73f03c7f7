package io.latchkey.okta;

import java.util.Set;

/**
 * An active group rule of Okta's: it puts whom it matches into groups by itself.
 *
 * @param id Okta's id
 * @param groupIds into which groups
 * @param excluded ids of the accounts that it leaves out
 */
public record OktaGroupRule(String id, Set<String> groupIds, Set<String> excluded) {

    /** Copies the sets. */
    public OktaGroupRule {
        groupIds = Set.copyOf(groupIds);
        excluded = Set.copyOf(excluded);
    }

    /** Whether it may put the account into the group. */
    public boolean fills(String groupId, String userId) {
        return groupIds.contains(groupId) && !excluded.contains(userId);
    }
}
