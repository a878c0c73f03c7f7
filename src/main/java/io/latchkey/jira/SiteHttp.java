package io.latchkey.jira;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Caller;
import java.util.Optional;
import org.springframework.web.client.RestClient;

/**
 * The way to a tenant's site: a client bound to the installation's base URL that signs each call as the app and has time
 * limits for connecting and answering.
 */
@FunctionalInterface
interface SiteHttp {

    /** The client of this tenant's site; throws the failure of whoever knows installations when there is none. */
    RestClient of(TenantId tenant);

    /** The client that asks in the name of the person who calls; empty where the app may ask about anybody. */
    default Optional<RestClient> asPerson(Caller caller) {
        return Optional.empty();
    }
}
