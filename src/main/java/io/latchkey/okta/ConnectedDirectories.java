package io.latchkey.okta;

import io.latchkey.platform.TenantId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The directory behind a connection's name, for the steps of a plan. */
@Component
class ConnectedDirectories implements NamedDirectories {

    private final OktaConnections connections;
    private final OktaDirectories directories;

    ConnectedDirectories(OktaConnections connections, OktaDirectories directories) {
        this.connections = connections;
        this.directories = directories;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public String app(TenantId tenant, String name) {
        return connections
                .find(tenant, name)
                .map(connection -> connection.orgUrl().value() + "\n"
                        + connection.clientId().orElse(""))
                // The step ends before anything is made.
                .orElse("");
    }

    @Override
    public OktaDirectory named(TenantId tenant, String name) {
        return directories.of(connections
                .read(tenant, name)
                .orElseThrow(() -> new OktaFailure.Setup(
                        "okta.connection-gone",
                        "the recipe names the Okta connection \"" + name + "\", which does not exist any more")));
    }
}
