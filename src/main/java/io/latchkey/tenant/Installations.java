package io.latchkey.tenant;

import io.latchkey.platform.TenantId;
import java.util.List;
import java.util.Optional;

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

    /** Remembers under which account the app acts at the site; repeating it changes nothing. */
    void rememberAppAccount(TenantId tenant, String accountId);
}
