package io.latchkey.sandbox.okta;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Registers and changes service apps, which only a super administrator can do in Okta's console. */
final class AppRegistry {

    /** What may be stated about an app; null leaves as it is, or empty for a new one. */
    record Wanted(
            @Nullable String name,
            @Nullable String jwks,
            @Nullable String jwksUri,
            @Nullable Collection<String> scopes,
            @Nullable Collection<AdminRole> roles,
            @Nullable Boolean dpop) {}

    private final Org org;
    private final Seed seed;

    AppRegistry(Org org, Seed seed) {
        this.org = org;
        this.seed = seed;
    }

    ServiceApp register(Wanted wanted) {
        if ((wanted.jwks() == null) == (wanted.jwksUri() == null)) {
            throw new IllegalArgumentException("an app has either jwks or jwksUri");
        }
        var blank =
                new ServiceApp(org.ids().next("0oa"), "Service app", null, null, Set.of(), List.of(), true, org.now());
        ServiceApp app = with(blank, wanted);
        org.apps().put(app);
        log(app, "application.lifecycle.create", "Create application");
        return app;
    }

    ServiceApp change(String clientId, Wanted wanted) {
        ServiceApp old = org.apps()
                .find(clientId)
                .orElseThrow(() -> new IllegalArgumentException("no app has the client id " + clientId));
        ServiceApp app = with(old, wanted);
        org.apps().put(app);
        log(app, "application.lifecycle.update", "Update application");
        return app;
    }

    private ServiceApp with(ServiceApp old, Wanted wanted) {
        boolean sameKeys = wanted.jwks() == null && wanted.jwksUri() == null;
        return new ServiceApp(
                old.clientId(),
                wanted.name() == null ? old.name() : wanted.name(),
                sameKeys ? old.jwks() : wanted.jwks(),
                sameKeys ? old.jwksUri() : wanted.jwksUri(),
                wanted.scopes() == null ? old.scopes() : Set.copyOf(wanted.scopes()),
                wanted.roles() == null ? old.roles() : grants(wanted.roles()),
                wanted.dpop() == null ? old.dpop() : wanted.dpop(),
                old.created());
    }

    private List<RoleGrant> grants(Collection<AdminRole> roles) {
        return roles.stream().map(role -> seed.roleGrant(role, "CLIENT")).toList();
    }

    private void log(ServiceApp app, String eventType, String message) {
        org.log()
                .success(
                        Act.ofSandbox(),
                        eventType,
                        message,
                        new SystemLog.Target(app.clientId(), "AppInstance", app.name(), app.name()));
    }
}
