package io.latchkey.sandbox.okta;

/** What an endpoint demands of the caller's administrator roles. */
enum Permission {
    USERS_READ,
    USERS_MANAGE,
    CREDENTIALS_MANAGE,
    GROUPS_READ,
    GROUPS_MANAGE,
    MEMBERS_MANAGE,
    APPS_READ,
    APPS_ASSIGN,
    LOGS_READ,
    ROLES_READ,
    ROLES_MANAGE,
    ORG_READ
}
