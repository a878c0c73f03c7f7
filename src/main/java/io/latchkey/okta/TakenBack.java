package io.latchkey.okta;

import io.latchkey.work.StepContext;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Before a step gives or takes memberships once more: what an earlier attempt of it has done already is not done again, and
 * what somebody has undone since is left so. Okta's lists show neither from what was never done; its System Log does, as far
 * as it is not late. A first attempt reads nothing, and what a person saw before letting the step begin anew is theirs.
 */
final class TakenBack {

    private TakenBack() {}

    /**
     * Which of the groups that the account is not shown in are still to be given; one call per 1,000 events and one more.
     *
     * @throws OktaFailure.AccountChanged when somebody, or another request, has taken it out of one again
     */
    static Set<String> stillToAdd(
            StepContext step, OktaDirectory directory, String user, Set<String> missing, Instant since) {
        return still(step, directory, user, missing, since, true);
    }

    /**
     * Which of the groups that the account is shown in are still to be taken; one call per 1,000 events and one more.
     *
     * @throws OktaFailure.AccountChanged when somebody, or another request, has put it into one again
     */
    static Set<String> stillToRemove(
            StepContext step, OktaDirectory directory, String user, Set<String> present, Instant since) {
        return still(step, directory, user, present, since, false);
    }

    private static Set<String> still(
            StepContext step, OktaDirectory directory, String user, Set<String> groups, Instant since, boolean adding) {
        if (!step.isRepeat() || groups.isEmpty()) {
            return groups;
        }
        step.beforeCall();
        MembershipHistory history = directory.membershipHistory(Set.of(user), since);
        if (!history.complete()) {
            throw new OktaFailure.AccountChanged(
                    "Okta's log shows so many changes of the account's groups that nobody can"
                            + " tell whether somebody has undone what Latchkey did before; it was left so");
        }
        Set<String> still = new LinkedHashSet<>();
        for (String group : groups) {
            boolean done = history.events().stream()
                    .anyMatch(event -> event.userId().equals(user)
                            && event.groupId().equals(group)
                            && event.added() == adding
                            && directory.isOurs(event));
            Optional<MembershipEvent> last = history.last(user, group, since);
            boolean isLastOurs = last.filter(directory::isOurs).isPresent();
            boolean isUndone = last.filter(event -> event.added() != adding).isPresent();
            boolean isKnown = last.filter(event ->
                            step.triedSince().filter(event.at()::isBefore).isPresent())
                    .isPresent();
            if (done && isUndone && !isKnown) {
                throw new OktaFailure.AccountChanged(
                        adding
                                ? "Latchkey has put the account into a group, and somebody or another request has taken it"
                                        + " out again since; it was left so"
                                : "Latchkey has taken the account out of a group, and somebody or another request has put"
                                        + " it in again since; it was left so");
            }
            if (!isLastOurs || isUndone || isKnown) {
                still.add(group);
            }
        }
        return still;
    }
}
