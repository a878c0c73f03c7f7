package io.latchkey.sandbox.jira;

/** Service Management's words for the state of an approval, and of one approver in it. */
enum Decision {
    PENDING,
    APPROVED,
    DECLINED;

    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
