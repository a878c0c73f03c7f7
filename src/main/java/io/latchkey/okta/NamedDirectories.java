package io.latchkey.okta;

import io.latchkey.platform.TenantId;

/** The directory that the name of a tenant's connection stands for now. */
interface NamedDirectories {

    /** @throws OktaFailure.Setup when the connection is gone or not connected */
    OktaDirectory named(TenantId tenant, String name);
}
