package io.latchkey.okta;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The directory behind a connection's name, for the steps of a plan. */
@Component
class ConnectedDirectories implements NamedDirectories {

    private final OktaConnections connections;
    private final OktaDirectories directories;
    private final TenantTransactions transactions;

    ConnectedDirectories(OktaConnections connections, OktaDirectories directories, TenantTransactions transactions) {
        this.connections = connections;
        this.directories = directories;
        this.transactions = transactions;
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
        return directories.of(transactions
                .read(tenant, () -> connections.find(tenant, name))
                .orElseThrow(() -> new OktaFailure.Setup(
                        "okta.connection-gone",
                        "the recipe names the Okta connection \"" + name + "\", which does not exist any more")));
    }
}
