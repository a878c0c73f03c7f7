package io.latchkey.panel;

import io.latchkey.okta.OktaConnection;
import io.latchkey.okta.OktaConnections;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.http.Problem;
import org.springframework.http.HttpStatus;

/** The connection that a path names. */
final class NamedConnection {

    private NamedConnection() {}

    /**
     * Inside the tenant's open transaction.
     *
     * @throws Problem 404 when the site has no connection of this name
     */
    static OktaConnection find(OktaConnections connections, TenantId tenant, String name) {
        return connections
                .find(tenant, name)
                .orElseThrow(() -> new Problem(
                        HttpStatus.NOT_FOUND,
                        "okta.connection-unknown",
                        "There is no Okta connection of this name at this site."));
    }
}
