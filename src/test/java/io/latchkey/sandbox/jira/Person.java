package io.latchkey.sandbox.jira;

/**
 * An account of the site.
 *
 * @param accountId Atlassian's account id
 * @param displayName the name that is shown
 * @param email the address, also the user name of basic authentication
 * @param accountType {@code atlassian}, {@code app} or {@code customer}, as Jira names them
 * @param active whether it can log in
 * @param timeZone IANA name; JQL reads dates in it
 * @param role what it is on the site
 */
public record Person(
        String accountId,
        String displayName,
        String email,
        String accountType,
        boolean active,
        String timeZone,
        Role role) {}
