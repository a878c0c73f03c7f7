package io.latchkey.tenant.store;

import io.latchkey.platform.RefusedToStart;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Vault;
import io.latchkey.platform.db.TenantTransactions;
import java.util.List;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/**
 * Refuses to start with a master key that is not the database's: opens the keyset of the tenant that came first, since
 * all are wrapped by the same key. A database without a tenant takes any key.
 */
@Component
class MasterKeyGuard implements InitializingBean {

    private final TenantTransactions transactions;
    private final InstallationLookup lookup;
    private final Vault vault;

    MasterKeyGuard(TenantTransactions transactions, InstallationLookup lookup, Vault vault) {
        this.transactions = transactions;
        this.lookup = lookup;
        this.vault = vault;
    }

    @Override
    public void afterPropertiesSet() {
        lookup.first().ifPresent(this::check);
        List<String> missing = vault.missingMasterKeys();
        if (!missing.isEmpty()) {
            throw new RefusedToStart(
                    "Keysets of this database are still wrapped by a master key that is not configured: "
                            + String.join(", ", missing) + ".",
                    "Configure it in LATCHKEY_FURTHER_MASTER_KEY or LATCHKEY_FURTHER_MASTER_KEY_FILE until"
                            + " /actuator/keys shows no keyset under it.");
        }
    }

    private void check(TenantId tenant) {
        if (!transactions.read(tenant, () -> vault.opensKeysetOf(tenant))) {
            throw new RefusedToStart(
                    "The master key is not the one that this database was made with: the keyset of tenant " + tenant
                            + " does not open.",
                    "Start with the key that was used before, in LATCHKEY_MASTER_KEY or LATCHKEY_MASTER_KEY_FILE, or"
                            + " connect to the database that belongs to this key. Without its key no stored secret opens.");
        }
    }
}
