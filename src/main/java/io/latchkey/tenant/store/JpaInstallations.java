package io.latchkey.tenant.store;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.Installations;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
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

    @Override
    public void rememberLicensed(TenantId tenant, boolean licensed) {
        change(tenant, open -> open.licensed() == licensed, row -> row.license(licensed, clock.instant()));
    }

    @Override
    public void rememberMissing(TenantId tenant, String scope) {
        change(tenant, open -> open.missingScopes().contains(scope), row -> row.miss(scope, clock.instant()));
    }

    @Override
    public void rememberGranted(TenantId tenant, String scope) {
        change(tenant, open -> !open.missingScopes().contains(scope), row -> row.grant(scope, clock.instant()));
    }

    @Override
    public void rememberAllGranted(TenantId tenant) {
        change(tenant, open -> open.missingScopes().isEmpty(), row -> row.grantAll(clock.instant()));
    }

    /** Whoever asks first about a new site asks at the same time as others. */
    @Override
    public void rememberAppAccount(TenantId tenant, Installation asked, String accountId) {
        change(
                tenant,
                open -> !open.externalId().equals(asked.externalId())
                        || open.appAccount().equals(Optional.of(accountId)),
                row -> row.actAs(accountId, clock.instant()));
    }

    @Override
    public void rememberShown(TenantId tenant, URI displayUrl, @Nullable URI helpCenterUrl) {
        change(
                tenant,
                open -> displayUrl.equals(open.displayUrl()) && Objects.equals(helpCenterUrl, open.helpCenterUrl()),
                row -> row.showAt(displayUrl, helpCenterUrl, clock.instant()));
    }

    private void change(TenantId tenant, Predicate<Installation> isKnown, Consumer<InstallationRow> change) {
        transactions.write(
                tenant,
                () -> rows.findByKeyTenantIdOrderByKeyId(tenant.value()).stream()
                        .filter(InstallationRow::isInstalled)
                        .filter(row -> !isKnown.test(row.toInstallation()))
                        .forEach(row -> {
                            change.accept(row);
                            forgetAfterCommit(row.toInstallation());
                        }));
    }

    private void forgetAfterCommit(Installation changed) {
        LifecycleRecord.afterCommit(() -> hosts.forget(changed.externalId(), changed.tenant()));
    }
}
