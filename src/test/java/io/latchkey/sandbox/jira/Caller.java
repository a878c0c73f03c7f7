package io.latchkey.sandbox.jira;

import org.jspecify.annotations.Nullable;

/**
 * Who calls.
 *
 * @param person the account that acts; an app's own account for an app
 * @param app the app, or null when a person calls
 */
record Caller(Person person, @Nullable ConnectApp app) {

    boolean isApp() {
        return app != null;
    }

    /** Whether the caller sees this account's e-mail address: its own, an administrator's view, or by scope. */
    boolean seesEmailOf(Person other) {
        return person.accountId().equals(other.accountId())
                || person.role() == Role.ADMINISTRATOR
                || (app != null && app.hasScope("ACCESS_EMAIL_ADDRESSES"));
    }
}
