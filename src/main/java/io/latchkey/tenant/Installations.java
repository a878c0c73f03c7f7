package io.latchkey.tenant;

import io.latchkey.platform.TenantId;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The doors of tenants. */
public interface Installations {

    /** All doors of a tenant, open or not; joins the tenant's transaction when one is open. */
    List<Installation> ofTenant(TenantId tenant);

    /**
     * The door through which the tenant's site is called now; at most ten seconds old, usually without a statement.
     *
     * @return empty when the app is not installed there
     */
    Optional<Installation> open(TenantId tenant);

    /**
     * The accounts under which the app acts at the tenant's site or acted there through another door, as far as they are known: what
     * they did is ours. Joins the tenant's transaction when one is open.
     */
    default Set<String> appAccounts(TenantId tenant) {
        return ofTenant(tenant).stream()
                .flatMap(door -> door.appAccount().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Remembers whether the site has a licence; repeating it changes nothing. */
    void rememberLicensed(TenantId tenant, boolean licensed);

    /** Remembers that the site has not granted the app a scope, and since when; repeating it changes nothing. */
    void rememberMissing(TenantId tenant, String scope);

    /** Remembers that the site has granted a scope; repeating it changes nothing. */
    void rememberGranted(TenantId tenant, String scope);

    /** Remembers that the site has granted all that the app asks for; repeating it changes nothing. */
    void rememberAllGranted(TenantId tenant);

    /**
     * Remembers under which account the app acts at the site, as the site told this installation; repeating it changes nothing, nor does
     * it when another one has taken its place meanwhile.
     */
    void rememberAppAccount(TenantId tenant, Installation asked, String accountId);

    /** Remembers where people see the site, as Jira itself says; repeating it changes nothing. */
    void rememberShown(TenantId tenant, URI displayUrl, @Nullable URI helpCenterUrl);
}
