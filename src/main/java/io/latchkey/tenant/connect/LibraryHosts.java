package io.latchkey.tenant.connect;

import com.atlassian.connect.spring.AddonAuthenticationType;
import com.atlassian.connect.spring.AtlassianHost;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.store.ConnectHost;

/** Our installations in the library's words; a fresh object each time, since the library's are mutable. */
final class LibraryHosts {

    private LibraryHosts() {}

    static AtlassianHost of(ConnectHost known) {
        Installation installation = known.installation();
        Secret secret = known.sharedSecret();
        var host = new AtlassianHost();
        host.setClientKey(installation.externalId());
        host.setBaseUrl(installation.baseUrl().toString());
        host.setCloudId(installation.cloudId());
        host.setProductType(known.productType());
        host.setAuthentication(AddonAuthenticationType.JWT);
        host.setAddonInstalled(installation.installed());
        host.setSharedSecret(secret == null ? null : secret.reveal());
        return host;
    }
}
