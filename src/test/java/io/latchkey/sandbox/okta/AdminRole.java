package io.latchkey.sandbox.okta;

import java.util.EnumSet;
import java.util.Set;

/** Okta's standard administrator roles and what each permits, after the published table of standard roles. */
public enum AdminRole {
    SUPER_ADMIN("Super Administrator", EnumSet.allOf(Permission.class)),
    ORG_ADMIN("Organization Administrator", EnumSet.complementOf(EnumSet.of(Permission.ROLES_MANAGE))),
    USER_ADMIN(
            "Group Administrator",
            EnumSet.of(
                    Permission.USERS_READ,
                    Permission.USERS_MANAGE,
                    Permission.CREDENTIALS_MANAGE,
                    Permission.GROUPS_READ,
                    Permission.GROUPS_MANAGE,
                    Permission.MEMBERS_MANAGE,
                    Permission.LOGS_READ,
                    Permission.ROLES_READ,
                    Permission.ORG_READ)),
    GROUP_MEMBERSHIP_ADMIN(
            "Group Membership Administrator",
            EnumSet.of(
                    Permission.USERS_READ,
                    Permission.GROUPS_READ,
                    Permission.MEMBERS_MANAGE,
                    Permission.LOGS_READ,
                    Permission.ROLES_READ,
                    Permission.ORG_READ)),
    HELP_DESK_ADMIN(
            "Help Desk Administrator",
            EnumSet.of(
                    Permission.USERS_READ,
                    Permission.CREDENTIALS_MANAGE,
                    Permission.GROUPS_READ,
                    Permission.LOGS_READ,
                    Permission.ROLES_READ,
                    Permission.ORG_READ)),
    APP_ADMIN(
            "Application Administrator",
            EnumSet.of(
                    Permission.USERS_READ,
                    Permission.GROUPS_READ,
                    Permission.APPS_READ,
                    Permission.APPS_ASSIGN,
                    Permission.LOGS_READ,
                    Permission.ROLES_READ,
                    Permission.ORG_READ)),
    READ_ONLY_ADMIN(
            "Read-only Administrator",
            EnumSet.of(
                    Permission.USERS_READ,
                    Permission.GROUPS_READ,
                    Permission.APPS_READ,
                    Permission.LOGS_READ,
                    Permission.ROLES_READ,
                    Permission.ORG_READ)),
    REPORT_ADMIN("Report Administrator", EnumSet.of(Permission.LOGS_READ, Permission.ROLES_READ, Permission.ORG_READ));

    private final String label;
    private final Set<Permission> permissions;

    AdminRole(String label, EnumSet<Permission> permissions) {
        this.label = label;
        this.permissions = Set.copyOf(permissions);
    }

    String label() {
        return label;
    }

    boolean permits(Permission permission) {
        return permissions.contains(permission);
    }
}
