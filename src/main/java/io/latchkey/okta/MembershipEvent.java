package io.latchkey.okta;

import java.time.Instant;

/**
 * A membership that began or ended, as Okta's System Log tells it. Okta writes none where nothing changed: a member who is
 * added once more, or somebody removed who is none.
 *
 * @param userId of the account
 * @param groupId of the group
 * @param added whether it began
 * @param actorId who did it: a person's id, an app's client id, or Okta itself for a rule
 * @param at when
 */
public record MembershipEvent(String userId, String groupId, boolean added, String actorId, Instant at) {}
