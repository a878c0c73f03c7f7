package io.latchkey.okta;

import java.util.List;

/**
 * The scopes that a token asks for, the least that our calls need. Okta: a "manage" scope includes reading; the app gets
 * what its scopes and its administrator role both allow.
 */
public final class OktaScopes {

    /** Creates accounts, expires passwords, reads accounts and their groups. */
    public static final String USERS = "okta.users.manage";

    /** Adds and removes members, creates groups, reads groups. */
    public static final String GROUPS = "okta.groups.manage";

    /** Reads administrator roles of groups and people, so that privileged ones are refused. */
    public static final String ROLES = "okta.roles.read";

    /** Reads the system log, the only proof that an account was created by us. */
    public static final String LOGS = "okta.logs.read";

    /** All of them, in the order in which an administrator is told. */
    public static final List<String> NAMES = List.of(USERS, GROUPS, ROLES, LOGS);

    private OktaScopes() {}
}
