package io.latchkey.sandbox.jira;

import io.latchkey.sandbox.http.Rules;

/** The names of the site's switchable rules, and their declaration with defaults and sources. */
public final class JiraRules {

    /** See {@link #declare()}. */
    public static final String APPROVERS_FOLLOW_FIELD = "approvers-follow-field";

    /** See {@link #declare()}. */
    public static final String APPROVAL_IN_CHANGELOG = "approval-in-changelog";

    /** See {@link #declare()}. */
    public static final String ONE_DECLINE_DECLINES = "one-decline-declines";

    /** See {@link #declare()}. */
    public static final String COMMENT_UPDATES_ISSUE = "comment-updates-issue";

    /** See {@link #declare()}. */
    public static final String APPROVED_MEANS = "jql-approved-means";

    /** See {@link #declare()}. */
    public static final String SEARCH_LAG_MILLIS = "search-lag-millis";

    /** See {@link #declare()}. */
    public static final String ENFORCE_SCOPES = "connect-scopes-enforced";

    /** See {@link #declare()}. */
    public static final String CHECK_OTHERS = "app-checks-permissions-of-others";

    /** See {@link #declare()}. */
    public static final String WEBHOOK_RETRY_DELAY_MILLIS = "webhook-retry-delay-millis";

    /** See {@link #declare()}. */
    public static final String WEBHOOK_RETRIES = "webhook-retries";

    /** See {@link #declare()}. */
    public static final String WEBHOOK_TIMEOUT_MILLIS = "webhook-timeout-millis";

    /** See {@link #declare()}. */
    public static final String WEBHOOK_SINGLE_ATTEMPT_AFTER_MILLIS = "webhook-single-attempt-after-millis";

    /** See {@link #declare()}. */
    public static final String QUOTA_POINTS = "quota-points";

    /** See {@link #declare()}. */
    public static final String QUOTA_WINDOW_SECONDS = "quota-window-seconds";

    /** See {@link #declare()}. */
    public static final String BURST_PER_SECOND = "burst-per-second";

    /** See {@link #declare()}. */
    public static final String ISSUE_WRITES_SHORT = "issue-writes-per-2-seconds";

    /** See {@link #declare()}. */
    public static final String ISSUE_WRITES_LONG = "issue-writes-per-30-seconds";

    /** See {@link #declare()}. */
    public static final String RETRY_AFTER_SENT = "retry-after-sent";

    private JiraRules() {}

    /** All rules at their defaults. */
    static Rules declare() {
        Rules rules = new Rules();
        approvals(rules);
        apis(rules);
        webhooks(rules);
        limits(rules);
        return rules;
    }

    private static void approvals(Rules rules) {
        rules.flag(
                        APPROVAL_IN_CHANGELOG,
                        false,
                        "the history that an approval's end writes also has an item for the Approvals field",
                        "unverified: whether decisions appear in the changelog was not confirmed")
                .flag(
                        APPROVERS_FOLLOW_FIELD,
                        true,
                        "editing the approvers field while an approval is pending changes who may answer it",
                        "unverified")
                .flag(
                        ONE_DECLINE_DECLINES,
                        true,
                        "one decline ends an approval; off: only when the needed number can no longer be reached",
                        "unverified");
    }

    private static void apis(Rules rules) {
        rules.text(
                        APPROVED_MEANS,
                        "any",
                        "what approvals = approved() looks at: any (a round that was approved), newest (the last round)",
                        "unverified: the function is documented, its reading of several rounds is not")
                .number(
                        SEARCH_LAG_MILLIS,
                        0,
                        "search/jql does not find an issue until this many milliseconds after its last change,"
                                + " unless reconcileIssues names it",
                        "documented: the search is eventually consistent; how late is not said")
                .flag(
                        ENFORCE_SCOPES,
                        true,
                        "an app without WRITE or DELETE in its descriptor may not write or delete",
                        "documented scopes; the answer's status and words are unverified")
                .flag(
                        CHECK_OTHERS,
                        true,
                        "an app may ask permissions/check about another account without being an administrator",
                        "documented for Connect");
    }

    private static void webhooks(Rules rules) {
        rules.flag(
                        COMMENT_UPDATES_ISSUE,
                        true,
                        "a comment sends jira:issue_updated (issue_commented) beside comment_created",
                        "unverified for today's Cloud")
                .number(
                        WEBHOOK_RETRY_DELAY_MILLIS,
                        300_000,
                        "milliseconds of the sandbox's clock before a webhook is tried again",
                        "documented: 5 to 15 minutes")
                .number(WEBHOOK_RETRIES, 5, "how often a webhook is tried again", "documented")
                .number(
                        WEBHOOK_TIMEOUT_MILLIS,
                        20_000,
                        "milliseconds that an app has to answer a webhook",
                        "unverified: a time limit is documented, its length is not")
                .number(
                        WEBHOOK_SINGLE_ATTEMPT_AFTER_MILLIS,
                        1_800_000,
                        "an app that has failed for so long gets one attempt per webhook",
                        "documented: about 30 minutes");
    }

    private static void limits(Rules rules) {
        rules.number(QUOTA_POINTS, 65_000, "points that an app has per window", "documented: tier 1, per hour")
                .number(
                        QUOTA_WINDOW_SECONDS,
                        3_600,
                        "length of the window in seconds; windows begin at its multiples",
                        "documented: reset at the top of the UTC hour")
                .number(
                        BURST_PER_SECOND,
                        0,
                        "requests per second for each endpoint and method; 0 means the documented ones: GET and POST"
                                + " 100, PUT and DELETE 50, an issue 150, its changelog 200",
                        "documented")
                .number(ISSUE_WRITES_SHORT, 20, "writes to one issue within 2 seconds", "documented")
                .number(ISSUE_WRITES_LONG, 100, "writes to one issue within 30 seconds", "documented")
                .flag(
                        RETRY_AFTER_SENT,
                        true,
                        "a 429 carries Retry-After",
                        "documented; some gateway 429s lack it (seen by others)");
    }
}
