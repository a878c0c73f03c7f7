package io.latchkey.tenant;

import io.latchkey.platform.TenantId;
import java.util.Optional;
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
     * @throws TenantFailure.NoSystemToken when Forge has brought no token with which it could be called now, also while the
     *     client is used
     */
    RestClient asApp(TenantId tenant);

    /**
     * A client as {@link #asApp}, that asks in the name of the person who calls, with the token that came with the call. Empty
     * where none comes and the app may ask about anybody instead (Connect).
     *
     * @throws TenantFailure.SiteRefused when the call brought none, or one of somebody else
     */
    Optional<RestClient> asPerson(Caller caller);

    /** A request, still without a body, that tells Atlassian which accounts are stored for a site. */
    RestClient.RequestBodySpec accountReports(TenantId tenant);

    /** What work for the site has to wait for before it can be called as the app, if anything. */
    Optional<TenantFailure> waiting(TenantId tenant);
}
