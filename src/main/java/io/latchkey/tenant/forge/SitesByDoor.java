package io.latchkey.tenant.forge;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Caller;
import io.latchkey.tenant.Door;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.SiteClients;
import io.latchkey.tenant.TenantFailure;
import io.latchkey.tenant.TenantFailure.NoSystemToken;
import io.latchkey.tenant.TenantFailure.NotInstalled;
import io.latchkey.tenant.connect.SignedSites;
import io.latchkey.tenant.store.ConnectHost;
import io.latchkey.tenant.store.ConnectHosts;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** Calls each site through the door by which it installed the app. */
@Component
class SitesByDoor implements SiteClients {

    private final ConnectHosts hosts;
    private final SignedSites connect;
    private final ForgeSites forge;

    SitesByDoor(ConnectHosts hosts, SignedSites connect, ForgeSites forge) {
        this.hosts = hosts;
        this.connect = connect;
        this.forge = forge;
    }

    @Override
    public RestClient asApp(TenantId tenant) {
        ConnectHost host = hosts.byTenant(tenant).orElseThrow(NotInstalled::new);
        return isForge(host) ? forge.asApp(host.installation()) : connect.asApp(host);
    }

    @Override
    public Optional<RestClient> asPerson(Caller caller) {
        Installation site =
                hosts.byTenant(caller.tenant()).map(ConnectHost::installation).orElseThrow(NotInstalled::new);
        return site.door() == Door.FORGE ? Optional.of(forge.asPerson(site, caller)) : Optional.empty();
    }

    @Override
    public RestClient.RequestBodySpec accountReports(TenantId tenant) {
        ConnectHost host = hosts.byTenant(tenant).orElseThrow(NotInstalled::new);
        return isForge(host) ? forge.accountReports(host.installation()) : connect.accountReports(host);
    }

    @Override
    public Optional<TenantFailure> waiting(TenantId tenant) {
        return hosts.byTenant(tenant)
                        .filter(SitesByDoor::isForge)
                        .filter(host -> forge.waits(tenant))
                        .isPresent()
                ? Optional.of(new NoSystemToken())
                : Optional.empty();
    }

    private static boolean isForge(ConnectHost host) {
        return host.installation().door() == Door.FORGE;
    }
}
