package io.latchkey.tenant.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Vault;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.time.Ids;
import io.latchkey.tenant.Departure;
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
    private final ActiveSites sites;
    private final HeldRows held;
    private final DepartureRows departures;
    private final TenantRows tenants;
    private final InstallationRows rows;
    private final LifecycleRecord record;
    private final Vault vault;
    private final Ids ids;
    private final Clock clock;

    InstallationRegister(
            TenantTransactions transactions,
            InstallationLookup lookup,
            ActiveSites sites,
            HeldRows held,
            DepartureRows departures,
            TenantRows tenants,
            InstallationRows rows,
            LifecycleRecord record,
            Vault vault,
            Ids ids,
            Clock clock) {
        this.transactions = transactions;
        this.lookup = lookup;
        this.sites = sites;
        this.held = held;
        this.departures = departures;
        this.tenants = tenants;
        this.rows = rows;
        this.record = record;
        this.vault = vault;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * A site installed us. One that was here before keeps its tenant and gets the new secret: Atlassian's signature names
     * its clientKey, and the site's cloud id must be the one it had. A site has one tenant; whoever comes as another one is
     * held until an operator decides, and changes nothing.
     */
    public Installed installed(ConnectInstall facts) {
        return transactions.writeTenantless(() -> {
            lookup.queue(Door.CONNECT, facts.clientKey(), cloudId(facts));
            Optional<Installed> first = install(facts);
            // Another installation of the same site was committed while this one waited: decide anew, knowing it.
            return first.or(() -> install(facts)).orElseThrow();
        });
    }

    private Optional<Installed> install(ConnectInstall facts) {
        String cloudId = cloudId(facts);
        Optional<TenantId> owner = cloudId.isEmpty() ? Optional.empty() : sites.lock(cloudId);
        Optional<TenantId> known = lookup.lock(Door.CONNECT, facts.clientKey());
        Optional<TenantId> accepted = held.accepted(Door.CONNECT, facts.clientKey(), cloudId);
        if (accepted.isPresent() && accepted.equals(owner.isPresent() ? owner : known)) {
            return Optional.of(takeOver(accepted.get(), facts));
        }
        if (known.isPresent()) {
            return Optional.of(again(known.get(), owner, facts));
        }
        if (owner.isPresent()) {
            return Optional.of(hold(owner.get(), facts));
        }
        return first(facts);
    }

    /** Empty when another installation was faster. */
    private Optional<Installed> first(ConnectInstall facts) {
        TenantId tenant = new TenantId(ids.next());
        String cloudId = cloudId(facts);
        if (!cloudId.isEmpty() && !sites.take(cloudId, tenant)) {
            return Optional.empty();
        }
        if (!lookup.claim(Door.CONNECT, facts.clientKey(), tenant).equals(tenant)) {
            sites.giveBack(tenant);
            return Optional.empty();
        }
        transactions.enter(tenant);
        tenants.save(new TenantRow(tenant, clock.instant()));
        vault.createKeyset(tenant);
        return Optional.of(open(tenant, facts, "first"));
    }

    private Installed again(TenantId tenant, Optional<TenantId> owner, ConnectInstall facts) {
        transactions.enter(tenant);
        String before = row(tenant, facts.clientKey())
                .map(row -> row.toInstallation().cloudId())
                .orElse(null);
        String cloudId = cloudId(facts);
        boolean sameSite = before == null || before.isEmpty() || before.equals(cloudId);
        if (!sameSite || owner.filter(other -> !other.equals(tenant)).isPresent()) {
            return hold(sameSite ? owner.orElse(tenant) : tenant, facts);
        }
        if (isOpenElsewhere(tenant, facts.clientKey())) {
            // It was taken over from this installation.
            return hold(tenant, facts);
        }
        if (!cloudId.isEmpty() && owner.isEmpty() && !sites.take(cloudId, tenant)) {
            return hold(sites.lock(cloudId).orElse(tenant), facts);
        }
        return open(tenant, facts, "again");
    }

    /** An operator has said that it is the tenant's own site: the doors that it had are closed. */
    private Installed takeOver(TenantId tenant, ConnectInstall facts) {
        // In this order, as whoever installs and whoever erases: the other site of the tenant is given back below.
        sites.lockOf(tenant);
        lookup.lockOf(tenant);
        transactions.enter(tenant);
        rows.findByKeyTenantIdOrderByKeyId(tenant.value()).forEach(row -> {
            row.uninstall(clock.instant());
            record.forgetAfterCommit(row.toInstallation());
        });
        sites.giveBack(tenant);
        String cloudId = cloudId(facts);
        if (!cloudId.isEmpty() && !sites.take(cloudId, tenant)) {
            throw new IllegalStateException("the site of tenant " + tenant + " was taken while it was locked");
        }
        lookup.put(Door.CONNECT, facts.clientKey(), tenant);
        held.release(Door.CONNECT, facts.clientKey(), cloudId);
        return open(tenant, facts, "taken-over");
    }

    private Installed open(TenantId tenant, ConnectInstall facts, String how) {
        Instant now = clock.instant();
        InstallationRow row = row(tenant, facts.clientKey())
                .orElseGet(() ->
                        new InstallationRow(tenant, ids.next(), Door.CONNECT, facts.clientKey(), facts.baseUrl(), now));
        row.install(facts, now);
        row.keep(vault.seal(row.nextSecretPlace(), facts.sharedSecret()));
        rows.save(row);
        become(tenant, Tenant.State.INSTALLED);
        departures.undo(tenant);
        record.changed(
                facts.clientKey(),
                new TenantInstalled(tenant, now),
                JsonNodeFactory.instance.objectNode().put("how", how));
        return new Installed.Open(tenant);
    }

    private Installed hold(TenantId other, ConnectInstall facts) {
        held.hold(Door.CONNECT, facts.clientKey(), cloudId(facts), other);
        return new Installed.Held();
    }

    private static String cloudId(ConnectInstall facts) {
        return facts.cloudId() == null ? "" : facts.cloudId();
    }

    /** A site removed us; unknown ones and repetitions change nothing. */
    public void uninstalled(String clientKey) {
        transactions.writeTenantless(() -> change(clientKey, (row, tenant) -> {
            if (row.isInstalled()) {
                row.uninstall(clock.instant());
                if (!isOpenElsewhere(tenant, clientKey)) {
                    leave(tenant, clientKey);
                }
            }
        }));
    }

    private boolean isOpenElsewhere(TenantId tenant, String clientKey) {
        return rows.findByKeyTenantIdOrderByInstalledAtDesc(tenant.value()).stream()
                .filter(InstallationRow::isInstalled)
                .anyMatch(row -> !row.toInstallation().externalId().equals(clientKey));
    }

    private void leave(TenantId tenant, String clientKey) {
        become(tenant, Tenant.State.UNINSTALLED);
        Departure departure = departures.begin(tenant);
        var facts = JsonNodeFactory.instance
                .objectNode()
                .put("secretsKeptUntil", departure.keysUntil().toString())
                .put("dataKeptUntil", departure.dataUntil().toString());
        record.changed(clientKey, new TenantUninstalled(tenant, departure.leftAt()), facts);
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
        return rows.lockByKeyTenantIdAndDoorAndExternalId(tenant.value(), Door.CONNECT.stored(), clientKey);
    }

    private void become(TenantId tenant, Tenant.State state) {
        tenants.findById(RowKey.of(tenant, tenant.value())).orElseThrow().become(state);
    }
}
