package io.latchkey.tenant.connect;

import com.atlassian.connect.spring.AtlassianHostRestClients;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.latchkey.tenant.Installation;
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
public class SignedSites {

    static final String ACCOUNT_REPORTS = "/rest/atlassian-connect/latest/report-accounts";

    private final AtlassianHostRestClients library;
    private final SiteAddress addresses;
    /** Weak keys are compared by identity: a client never outlives the reading that it was made for. */
    private final Cache<ConnectHost, RestClient> clients =
            Caffeine.newBuilder().weakKeys().maximumSize(10_000).build();

    SignedSites(AtlassianHostRestClients library, SiteAddress addresses) {
        this.library = library;
        this.addresses = addresses;
    }

    /**
     * A client of the site as the app.
     *
     * @throws NotInstalled when it may not be called
     */
    public RestClient asApp(ConnectHost host) {
        Installation installation = host.installation();
        if (!host.mayCall() || !addresses.isBase(installation.baseUrl())) {
            // A loopback address that was allowed when it was installed and no longer is.
            throw new NotInstalled();
        }
        return clients.get(host, this::client);
    }

    /** Where Atlassian is told which accounts are stored. */
    public RestClient.RequestBodySpec accountReports(ConnectHost host) {
        return asApp(host).post().uri(ACCOUNT_REPORTS);
    }

    private RestClient client(ConnectHost host) {
        RestTemplate signing = library.authenticatedAsAddon(LibraryHosts.of(host));
        return RestClient.builder(signing)
                .baseUrl(host.installation().baseUrl().toString())
                .build();
    }
}
