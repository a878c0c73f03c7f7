package io.latchkey.jira;

import org.jspecify.annotations.Nullable;

/**
 * An Atlassian account. Names and addresses are not kept.
 *
 * @param accountId the account's id, never blank
 * @param accountType {@code atlassian}, {@code app} or {@code customer}; {@code unknown} when Jira did not say
 * @param active false when Jira did not say
 */
public record Person(String accountId, String accountType, boolean active) {

    /** Whether it is certainly somebody, not an app; a customer of the portal is somebody. */
    public static boolean isHuman(@Nullable String accountType) {
        return "atlassian".equals(accountType) || "customer".equals(accountType);
    }

    /** Whether Jira says what kind of account it is. */
    public static boolean isKnown(@Nullable String accountType) {
        return accountType != null && !"unknown".equals(accountType);
    }

    /** Null when nobody is there, or when Jira cannot say who it is. */
    static @Nullable Person of(Answer user) {
        String accountId = accountId(user);
        if (accountId == null) {
            return null;
        }
        String type = user.textOrNull("accountType");
        return new Person(accountId, type == null ? "unknown" : type, user.isTrue("active"));
    }

    /** Documented: a deleted or corrupted account answers "unknown"; nobody can be recognised by that. */
    static @Nullable String accountId(Answer user) {
        String accountId = user.textOrNull("accountId");
        return accountId == null || accountId.isBlank() || accountId.equals("unknown") ? null : accountId;
    }
}
