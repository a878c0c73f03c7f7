package io.latchkey.jira;

import org.jspecify.annotations.Nullable;

/** Which of Jira's limits a 429 was about, from its header {@code RateLimit-Reason} (documented values). */
public enum LimitReason {
    /** The app's hourly points over all its tenants. */
    QUOTA_GLOBAL("jira-quota-global-based", "the app's hourly points over all sites are used up"),
    /** The app's hourly points of this tenant. */
    QUOTA_TENANT("jira-quota-tenant-based", "the app's hourly points of this site are used up"),
    /** Too many calls per second to one endpoint of this tenant, all apps together. */
    BURST("jira-burst-based", "too many calls per second to this endpoint"),
    /** Too many writes to one issue. */
    PER_ISSUE_WRITE("jira-per-issue-on-write", "too many writes to this request"),
    /** Jira, or a gateway before it, did not say. */
    UNSAID("", "it did not say which limit");

    private final String header;
    private final String words;

    LimitReason(String header, String words) {
        this.header = header;
        this.words = words;
    }

    /** Whether every call has to stop until the quota is reset. */
    public boolean isQuota() {
        return this == QUOTA_GLOBAL || this == QUOTA_TENANT;
    }

    String words() {
        return words;
    }

    static LimitReason of(@Nullable String value) {
        for (LimitReason reason : values()) {
            if (reason.header.equals(value)) {
                return reason;
            }
        }
        return UNSAID;
    }
}
