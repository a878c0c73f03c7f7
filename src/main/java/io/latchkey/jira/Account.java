package io.latchkey.jira;

import java.util.Optional;
import java.util.Set;

/**
 * What Jira tells of somebody's account. Names and addresses are not kept.
 *
 * @param accountId its id
 * @param accountType {@code atlassian}, {@code app} or {@code customer}; {@code unknown} when Jira did not say
 * @param active false when Jira did not say
 * @param groupIds the groups it is in, nested ones too; empty when they were not asked for or not shown
 */
public record Account(String accountId, String accountType, boolean active, Optional<Set<String>> groupIds) {

    /** Copies the groups. */
    public Account {
        groupIds = groupIds.map(Set::copyOf);
    }

    static Account of(String accountId, Answer user) {
        String type = user.textOrNull("accountType");
        return new Account(
                accountId, type == null ? "unknown" : type, user.isTrue("active"), groups(user.at("groups")));
    }

    /**
     * Jira says how many there are beside the list, and a list that is shorter proves nothing. An empty one proves nothing
     * either: everybody who may use Jira is in the group that gives them access.
     */
    private static Optional<Set<String>> groups(Answer groups) {
        if (groups.isAbsent() || !groups.hasNumber("size")) {
            return Optional.empty();
        }
        Set<String> ids = Set.copyOf(groups.list("items", group -> group.text("groupId")));
        return ids.isEmpty() || ids.size() != groups.number("size") ? Optional.empty() : Optional.of(ids);
    }
}
