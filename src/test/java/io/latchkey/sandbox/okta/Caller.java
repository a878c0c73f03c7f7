package io.latchkey.sandbox.okta;

import java.util.Set;

/**
 * Who calls.
 *
 * @param id the actor's id in the System Log: client id of an app, user id of a person
 * @param type {@code PublicClientApp}, {@code User} or {@code SystemPrincipal}
 * @param alternateId client id or login
 * @param name shown name
 * @param scopes granted OAuth scopes; empty for a person, who needs none
 * @param roles administrator roles
 */
record Caller(String id, String type, String alternateId, String name, Set<String> scopes, Set<AdminRole> roles) {

    static final String APP = "PublicClientApp";

    static Caller system() {
        return new Caller("sandbox", "SystemPrincipal", "system@okta.com", "Okta System", Set.of(), Set.of());
    }

    boolean isApp() {
        return type.equals(APP);
    }

    boolean isSuperAdmin() {
        return roles.contains(AdminRole.SUPER_ADMIN);
    }

    boolean may(Permission permission) {
        return roles.stream().anyMatch(role -> role.permits(permission));
    }
}
