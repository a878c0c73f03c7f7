package io.latchkey.tenant.store;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Vault;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.tenant.Door;
import io.latchkey.tenant.Installation;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads installations with their secrets, each time from the database. */
@Component
class ConnectHostReader {

    private final TenantTransactions transactions;
    private final InstallationLookup lookup;
    private final InstallationRows rows;
    private final Vault vault;

    ConnectHostReader(TenantTransactions transactions, InstallationLookup lookup, InstallationRows rows, Vault vault) {
        this.transactions = transactions;
        this.lookup = lookup;
        this.rows = rows;
        this.vault = vault;
    }

    Optional<ConnectHost> byClientKey(String clientKey) {
        return transactions.writeTenantless(() -> lookup.find(Door.CONNECT, clientKey)
                .flatMap(tenant -> {
                    transactions.enter(tenant);
                    return rows.findByKeyTenantIdAndDoorAndExternalId(tenant.value(), Door.CONNECT.stored(), clientKey);
                })
                .map(this::host));
    }

    Optional<Installation> byInstallationId(String installationId) {
        return transactions.writeTenantless(() -> lookup.find(Door.FORGE, installationId)
                .flatMap(tenant -> {
                    transactions.enter(tenant);
                    return rows.findByKeyTenantIdAndDoorAndExternalId(
                            tenant.value(), Door.FORGE.stored(), installationId);
                })
                .map(InstallationRow::toInstallation));
    }

    Optional<ConnectHost> byTenant(TenantId tenant) {
        return transactions.read(
                tenant,
                () -> rows.findByKeyTenantIdOrderByInstalledAtDesc(tenant.value()).stream()
                        .filter(InstallationRow::isInstalled)
                        .findFirst()
                        .map(this::host));
    }

    private ConnectHost host(InstallationRow row) {
        return new ConnectHost(
                row.toInstallation(),
                row.secret()
                        .map(secret -> vault.open(row.secretPlace(secret.version()), secret))
                        .orElse(null),
                row.productType());
    }
}
