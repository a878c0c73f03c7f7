package io.latchkey.okta;

import io.latchkey.platform.TenantId;

/** The directory that the name of a tenant's connection stands for now. */
interface NamedDirectories {

    /**
     * The org and the app in it that the name stands for now: what Okta knows our acts by. Inside the tenant's open
     * transaction.
     *
     * @throws org.springframework.transaction.IllegalTransactionStateException when no transaction is open, in which no
     *     connection would be seen
     */
    String app(TenantId tenant, String name);

    /**
     * The directory that the name stands for now.
     *
     * @throws OktaFailure.Setup when the connection is gone or not connected
     */
    OktaDirectory named(TenantId tenant, String name);
}
