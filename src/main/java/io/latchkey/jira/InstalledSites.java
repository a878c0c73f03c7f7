package io.latchkey.jira;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Caller;
import io.latchkey.tenant.SiteClients;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** The way through the door by which the site installed the app. */
@Component
class InstalledSites implements SiteHttp {

    private final SiteClients clients;

    InstalledSites(SiteClients clients) {
        this.clients = clients;
    }

    @Override
    public RestClient of(TenantId tenant) {
        return clients.asApp(tenant);
    }

    @Override
    public Optional<RestClient> asPerson(Caller caller) {
        return clients.asPerson(caller);
    }
}
