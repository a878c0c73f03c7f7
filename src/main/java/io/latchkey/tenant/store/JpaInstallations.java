package io.latchkey.tenant.store;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.Installations;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

@Component
class JpaInstallations implements Installations {

    private final JoinedTransactions transactions;
    private final InstallationRows rows;
    private final ConnectHosts hosts;
    private final Clock clock;

    JpaInstallations(JoinedTransactions transactions, InstallationRows rows, ConnectHosts hosts, Clock clock) {
        this.transactions = transactions;
        this.rows = rows;
        this.hosts = hosts;
        this.clock = clock;
    }

    @Override
    public List<Installation> ofTenant(TenantId tenant) {
        return transactions.read(
                tenant,
                () -> rows.findByKeyTenantIdOrderByInstalledAtDesc(tenant.value()).stream()
                        .map(InstallationRow::toInstallation)
                        .toList());
    }

    @Override
    public Optional<Installation> open(TenantId tenant) {
        return transactions.areOpen()
                ? ofTenant(tenant).stream().filter(Installation::installed).findFirst()
                : hosts.byTenant(tenant).map(ConnectHost::installation);
    }

    /** Whoever asks first about a new site asks at the same time as others. */
    @Override
    public void rememberAppAccount(TenantId tenant, String accountId) {
        transactions.write(
                tenant,
                () -> rows.findByKeyTenantIdOrderByKeyId(tenant.value()).stream()
                        .filter(InstallationRow::isInstalled)
                        .filter(row -> !row.toInstallation().appAccount().equals(Optional.of(accountId)))
                        .forEach(row -> {
                            row.actAs(accountId, clock.instant());
                            forgetAfterCommit(row.toInstallation());
                        }));
    }

    private void forgetAfterCommit(Installation changed) {
        LifecycleRecord.afterCommit(() -> hosts.forget(changed.externalId(), changed.tenant()));
    }
}
