package io.latchkey.tenant;

import io.latchkey.platform.TenantId;
import org.springframework.web.client.RestClient;

/** Clients that call a tenant's site as the app. */
public interface SiteClients {

    /**
     * A client bound to the tenant's site: its base address is the installation's, each request is signed for exactly its
     * method, path and query, and a request to any other address is refused. It follows no redirect, connects within 2 s,
     * ends within 8 s and reads at most 10 MiB. Status codes are turned into Spring's exceptions unless the caller handles
     * them. Never called inside a transaction; get it for each use, since secrets change.
     *
     * @throws TenantFailure.NotInstalled when the app is not installed there
     */
    RestClient asApp(TenantId tenant);
}
