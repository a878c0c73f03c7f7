package io.latchkey.tenant.connect;

import com.atlassian.connect.spring.AtlassianHostRestClients;
import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.SiteClients;
import io.latchkey.tenant.TenantFailure.NotInstalled;
import io.latchkey.tenant.store.ConnectHost;
import io.latchkey.tenant.store.ConnectHosts;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/** Calls sites through the Connect door; the library signs, always for the host that is named to it. */
@Component
class SignedSiteClients implements SiteClients {

    private final ConnectHosts hosts;
    private final AtlassianHostRestClients library;
    private final SiteAddress addresses;

    SignedSiteClients(ConnectHosts hosts, AtlassianHostRestClients library, SiteAddress addresses) {
        this.hosts = hosts;
        this.library = library;
        this.addresses = addresses;
    }

    @Override
    public RestClient asApp(TenantId tenant) {
        ConnectHost host = hosts.byTenant(tenant).filter(ConnectHost::mayCall).orElseThrow(NotInstalled::new);
        Installation installation = host.installation();
        if (!addresses.isBase(installation.baseUrl())) {
            // A loopback address that was allowed when it was installed and no longer is.
            throw new NotInstalled();
        }
        RestTemplate signing = library.authenticatedAsAddon(LibraryHosts.of(host));
        return RestClient.builder(signing)
                .baseUrl(installation.baseUrl().toString())
                .build();
    }
}
