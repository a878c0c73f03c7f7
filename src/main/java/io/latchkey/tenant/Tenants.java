package io.latchkey.tenant;

import io.latchkey.platform.TenantId;
import java.util.List;
import java.util.Optional;

/** Every site that ever installed us. */
public interface Tenants {

    /**
     * The tenant, installed or not; joins the tenant's transaction when one is open.
     *
     * @return empty when there never was one of this id
     */
    Optional<Tenant> find(TenantId tenant);

    /** Every tenant of which more than its trail is left, for timers that are set anew when a node starts. */
    List<TenantId> all();
}
