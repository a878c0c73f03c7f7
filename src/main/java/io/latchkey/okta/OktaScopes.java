package io.latchkey.okta;

import java.util.List;

/**
 * The scopes that a token asks for, the least that our calls need. Okta: a "manage" scope includes reading; the app gets
 * what its scopes and its administrator role both allow.
 */
public final class OktaScopes {

    /** Creates, changes and ends accounts, their passwords, factors and sessions; reads them and their groups. */
    public static final String USERS = "okta.users.manage";

    /** Adds and removes members and owners, creates groups, reads groups and group rules. */
    public static final String GROUPS = "okta.groups.manage";

    /** Reads administrator roles of groups and people, so that privileged ones are refused. */
    public static final String ROLES = "okta.roles.read";

    /** Reads the system log, the only proof that an account was created by us. */
    public static final String LOGS = "okta.logs.read";

    /** All of them, in the order in which an administrator is told. */
    public static final List<String> NAMES = List.of(USERS, GROUPS, ROLES, LOGS);

    /**
     * Assigns applications. Only steps with applications need it: a token with it is asked for by them alone, so that a
     * connection that has no such recipe need not be granted it.
     */
    public static final String APPS = "okta.apps.manage";

    private OktaScopes() {}
}
