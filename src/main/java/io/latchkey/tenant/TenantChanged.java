package io.latchkey.tenant;

import io.latchkey.platform.TenantId;
import java.time.Instant;

/** Something happened to a tenant's installation. */
public sealed interface TenantChanged permits TenantInstalled, TenantUninstalled, TenantEnabled, TenantDisabled {

    /** Which tenant. */
    TenantId tenant();

    /** When. */
    Instant at();
}
