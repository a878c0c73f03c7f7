package io.latchkey.tenant.store;

import io.latchkey.platform.crypto.Secret;
import io.latchkey.tenant.Installation;
import org.jspecify.annotations.Nullable;

/**
 * A Connect installation with what signs for it.
 *
 * @param installation as stored
 * @param sharedSecret none once uninstalled
 * @param productType {@code jira}
 */
public record ConnectHost(
        Installation installation,
        @Nullable Secret sharedSecret,
        @Nullable String productType) {

    /** Whether requests that it signs count. */
    public boolean mayCall() {
        return installation.installed() && sharedSecret != null;
    }
}
