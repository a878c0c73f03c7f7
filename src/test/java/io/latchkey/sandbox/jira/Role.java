package io.latchkey.sandbox.jira;

/** What somebody is on the site; {@link Permissions} says what each may do. */
public enum Role {
    /** Administers the site. */
    ADMINISTRATOR,
    /** Works on requests with a Service Management licence. */
    AGENT,
    /** Works at the company and sees the project, but is no agent. */
    EMPLOYEE,
    /** Knows the portal only. */
    CUSTOMER,
    /** The account of an installed app. */
    APP
}
