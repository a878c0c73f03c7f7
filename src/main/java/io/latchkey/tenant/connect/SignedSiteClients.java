package io.latchkey.tenant.connect;

import com.atlassian.connect.spring.AtlassianHostRestClients;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.SiteClients;
import io.latchkey.tenant.TenantFailure.NotInstalled;
import io.latchkey.tenant.store.ConnectHost;
import io.latchkey.tenant.store.ConnectHosts;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * Calls sites through the Connect door; the library signs, always for the host that is named to it. A client is made once for
 * each reading of a host, since making one searches the whole class path: whoever changes the host is heard as soon as
 * {@link ConnectHosts} reads it anew, and then has another client.
 */
@Component
class SignedSiteClients implements SiteClients {

    private final ConnectHosts hosts;
    private final AtlassianHostRestClients library;
    private final SiteAddress addresses;
    /** Weak keys are compared by identity: a client never outlives the reading that it was made for. */
    private final Cache<ConnectHost, RestClient> clients =
            Caffeine.newBuilder().weakKeys().maximumSize(10_000).build();

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
        return clients.get(host, this::client);
    }

    private RestClient client(ConnectHost host) {
        RestTemplate signing = library.authenticatedAsAddon(LibraryHosts.of(host));
        return RestClient.builder(signing)
                .baseUrl(host.installation().baseUrl().toString())
                .build();
    }
}
