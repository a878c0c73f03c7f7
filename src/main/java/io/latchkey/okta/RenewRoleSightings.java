package io.latchkey.okta;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.Installations;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Looks whether Okta still shows our app its own roles, so that no request has to look first. */
@Component
class RenewRoleSightings {

    private static final Logger log = LoggerFactory.getLogger(RenewRoleSightings.class);

    private final OktaConnections connections;
    private final OktaDirectories directories;
    private final Installations installations;
    private final TenantTransactions transactions;

    RenewRoleSightings(
            OktaConnections connections,
            OktaDirectories directories,
            Installations installations,
            TenantTransactions transactions) {
        this.connections = connections;
        this.directories = directories;
        this.installations = installations;
        this.transactions = transactions;
    }

    /**
     * Looks once at each connection that has a client id; none while the site has the app switched off. False when the
     * tenant has no open door any more: looking ends. Its apps in Okta stay its own until its keys are erased.
     */
    boolean renew(TenantId tenant) {
        // Read, not remembered: nothing is begun for a site that has just removed the app.
        Optional<Installation> installation = transactions.read(tenant, () -> installations.open(tenant));
        if (installation.filter(Installation::enabled).isPresent()) {
            List<OktaConnection> all = transactions.read(tenant, () -> connections.list(tenant));
            all.stream().filter(one -> one.clientId().isPresent()).forEach(this::renew);
        }
        return installation.isPresent();
    }

    /** What fails here leaves the last sighting to age: the next request looks itself, and tells what it meets. */
    private void renew(OktaConnection connection) {
        try {
            directories.of(connection).renewSightOfRoles();
        } catch (OktaFailure failure) {
            log.info(
                    "the roles of connection {} of tenant {} were not seen and are looked at again: {}",
                    connection.id(),
                    connection.tenant(),
                    failure.code());
        }
    }
}
