package io.latchkey.sandbox.okta;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An API service app. An immutable value; a change makes a new one.
 *
 * @param clientId {@code 0oa…}
 * @param name label
 * @param jwks its public keys as a JWK set, or null when they are at {@code jwksUri}
 * @param jwksUri where its public keys are, or null
 * @param scopes granted scopes
 * @param roles assigned admin roles
 * @param dpop {@code dpop_bound_access_tokens}
 * @param created when it was made
 */
record ServiceApp(
        String clientId,
        String name,
        @Nullable String jwks,
        @Nullable String jwksUri,
        Set<String> scopes,
        List<RoleGrant> roles,
        boolean dpop,
        Instant created) {

    Caller caller(Set<String> tokenScopes) {
        Set<AdminRole> held = roles.stream().map(RoleGrant::role).collect(Collectors.toSet());
        return new Caller(clientId, Caller.APP, clientId, name, tokenScopes, held);
    }
}
