package io.latchkey.grants;

import java.util.Optional;

/**
 * Which grants are asked for.
 *
 * @param issueId of this request only
 * @param userId of this account only
 * @param running only those that are not over
 */
public record GrantFilter(Optional<String> issueId, Optional<String> userId, boolean running) {

    /** All of them. */
    public static GrantFilter all() {
        return new GrantFilter(Optional.empty(), Optional.empty(), false);
    }

    /** All of one request. */
    public static GrantFilter ofIssue(String issueId) {
        return new GrantFilter(Optional.of(issueId), Optional.empty(), false);
    }

    /** Those of one account that are not over. */
    public static GrantFilter runningOf(String userId) {
        return new GrantFilter(Optional.empty(), Optional.of(userId), true);
    }
}
