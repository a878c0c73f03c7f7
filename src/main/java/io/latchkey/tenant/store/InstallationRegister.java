package io.latchkey.tenant.store;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Vault;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.time.Ids;
import io.latchkey.tenant.Door;
import io.latchkey.tenant.Tenant;
import io.latchkey.tenant.TenantDisabled;
import io.latchkey.tenant.TenantEnabled;
import io.latchkey.tenant.TenantInstalled;
import io.latchkey.tenant.TenantUninstalled;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.springframework.stereotype.Component;

/** Writes what lifecycle callbacks tell, each in one transaction; callbacks of one installation wait for each other. */
@Component
public class InstallationRegister {

    private final TenantTransactions transactions;
    private final InstallationLookup lookup;
    private final TenantRows tenants;
    private final InstallationRows rows;
    private final LifecycleRecord record;
    private final Vault vault;
    private final Ids ids;
    private final Clock clock;

    InstallationRegister(
            TenantTransactions transactions,
            InstallationLookup lookup,
            TenantRows tenants,
            InstallationRows rows,
            LifecycleRecord record,
            Vault vault,
            Ids ids,
            Clock clock) {
        this.transactions = transactions;
        this.lookup = lookup;
        this.tenants = tenants;
        this.rows = rows;
        this.record = record;
        this.vault = vault;
        this.ids = ids;
        this.clock = clock;
    }

    /** A site installed us; one that was here before keeps its tenant and gets the new secret. */
    public TenantId installed(ConnectInstall facts) {
        return transactions.writeTenantless(() -> {
            TenantId candidate = new TenantId(ids.next());
            TenantId tenant = lookup.claim(Door.CONNECT, facts.clientKey(), candidate);
            transactions.enter(tenant);
            Instant now = clock.instant();
            if (tenant.equals(candidate)) {
                tenants.save(new TenantRow(tenant, now));
                vault.createKeyset(tenant);
            }
            InstallationRow row = row(tenant, facts.clientKey())
                    .orElseGet(() -> new InstallationRow(
                            tenant, ids.next(), Door.CONNECT, facts.clientKey(), facts.baseUrl(), now));
            row.install(facts, now);
            row.keep(vault.seal(row.nextSecretPlace(), facts.sharedSecret()));
            rows.save(row);
            become(tenant, Tenant.State.INSTALLED);
            record.changed(facts.clientKey(), new TenantInstalled(tenant, now));
            return tenant;
        });
    }

    /** A site removed us; unknown ones and repetitions change nothing. */
    public void uninstalled(String clientKey) {
        transactions.writeTenantless(() -> change(clientKey, (row, tenant) -> {
            if (row.isInstalled()) {
                Instant now = clock.instant();
                row.uninstall(now);
                become(tenant, Tenant.State.UNINSTALLED);
                record.changed(clientKey, new TenantUninstalled(tenant, now));
            }
        }));
    }

    /** A site's administrator switched us on or off. */
    public void enabled(String clientKey, boolean on) {
        transactions.writeTenantless(() -> change(clientKey, (row, tenant) -> {
            Instant now = clock.instant();
            row.enable(on, now);
            record.changed(clientKey, on ? new TenantEnabled(tenant, now) : new TenantDisabled(tenant, now));
        }));
    }

    private boolean change(String clientKey, BiConsumer<InstallationRow, TenantId> change) {
        Optional<TenantId> known = lookup.lock(Door.CONNECT, clientKey);
        known.ifPresent(tenant -> {
            transactions.enter(tenant);
            row(tenant, clientKey).ifPresent(row -> change.accept(row, tenant));
        });
        return known.isPresent();
    }

    private Optional<InstallationRow> row(TenantId tenant, String clientKey) {
        return rows.findByKeyTenantIdAndDoorAndExternalId(tenant.value(), Door.CONNECT.stored(), clientKey);
    }

    private void become(TenantId tenant, Tenant.State state) {
        tenants.findById(RowKey.of(tenant, tenant.value())).orElseThrow().become(state);
    }
}
