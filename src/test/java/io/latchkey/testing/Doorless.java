package io.latchkey.testing;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Vault;
import io.latchkey.platform.db.TenantTransactions;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tenants with keys and without a door, for tests of what does not ask who installed us. */
public final class Doorless {

    private Doorless() {}

    /** Stores it. */
    public static TenantId tenant(TenantId tenant, TenantTransactions transactions, JdbcClient jdbc, Vault vault) {
        transactions.writeOnly(tenant, () -> {
            jdbc.sql("insert into tenant (tenant_id, id, state, created_at) values (?, ?, 'installed', now())")
                    .params(tenant.value(), tenant.value())
                    .update();
            vault.createKeyset(tenant);
        });
        return tenant;
    }
}
