package io.latchkey.tenant.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.crypto.Vault;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.time.Ids;
import io.latchkey.tenant.Departure;
import io.latchkey.tenant.Door;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.Tenant;
import io.latchkey.tenant.TenantDisabled;
import io.latchkey.tenant.TenantEnabled;
import io.latchkey.tenant.TenantInstalled;
import io.latchkey.tenant.TenantUninstalled;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.springframework.stereotype.Component;

/** Writes what lifecycle callbacks tell, each in one transaction; callbacks of one installation wait for each other. */
@Component
public class InstallationRegister {

    /**
     * How long after its removal an installation of Forge stays removed, whatever is told of it: an event is sent again for four
     * minutes, with a new token each time, and a schedule may be late. What is told afterwards is told of an installation that
     * is there: Forge gives each another id, so its removal has not happened.
     */
    static final Duration LATE = Duration.ofMinutes(10);

    /** Forge calls every hour where the app is installed. */
    static final Duration SILENT = Duration.ofHours(24);

    private final TenantTransactions transactions;
    private final InstallationLookup lookup;
    private final ActiveSites sites;
    private final HeldRows held;
    private final DepartureRows departures;
    private final TenantRows tenants;
    private final InstallationRows rows;
    private final LifecycleRecord record;
    private final SystemTokenRows systemTokens;
    private final SystemTokens remembered;
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
            SystemTokenRows systemTokens,
            SystemTokens remembered,
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
        this.systemTokens = systemTokens;
        this.remembered = remembered;
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
        return installed(Arrival.of(facts));
    }

    /**
     * As {@link #installed(ConnectInstall)}, through Forge. Each installation of a site has another id there, so that one
     * that was here before is recognised by its cloud id alone, and held. One that was removed stays so for {@link #LATE}.
     */
    public Installed installed(ForgeInstall facts) {
        return installed(Arrival.of(facts));
    }

    private Installed installed(Arrival facts) {
        return transactions.writeTenantless(() -> {
            lookup.queue(facts.door(), facts.externalId(), facts.cloudId());
            Optional<Installed> first = install(facts);
            // Another installation of the same site was committed while this one waited: decide anew, knowing it.
            return first.or(() -> install(facts)).orElseThrow();
        });
    }

    private Optional<Installed> install(Arrival facts) {
        String cloudId = facts.cloudId();
        Optional<TenantId> owner = cloudId.isEmpty() ? Optional.empty() : sites.lock(cloudId);
        Optional<TenantId> known = lookup.lock(facts.door(), facts.externalId());
        Optional<TenantId> accepted = held.accepted(facts.door(), facts.externalId(), cloudId);
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
    private Optional<Installed> first(Arrival facts) {
        TenantId tenant = new TenantId(ids.next());
        String cloudId = facts.cloudId();
        if (!cloudId.isEmpty() && !sites.take(cloudId, tenant)) {
            return Optional.empty();
        }
        if (!lookup.claim(facts.door(), facts.externalId(), tenant).equals(tenant)) {
            sites.giveBack(tenant);
            return Optional.empty();
        }
        transactions.enter(tenant);
        tenants.save(new TenantRow(tenant, clock.instant()));
        vault.createKeyset(tenant);
        return Optional.of(open(tenant, facts, "first"));
    }

    private Installed again(TenantId tenant, Optional<TenantId> owner, Arrival facts) {
        transactions.enter(tenant);
        Optional<InstallationRow> known = row(tenant, facts.door(), facts.externalId());
        String before = known.map(row -> row.toInstallation().cloudId()).orElse(null);
        String cloudId = facts.cloudId();
        boolean sameSite = before == null || before.isEmpty() || before.equals(cloudId);
        if (!sameSite || owner.filter(other -> !other.equals(tenant)).isPresent()) {
            return hold(sameSite ? owner.orElse(tenant) : tenant, facts);
        }
        if (known.filter(row -> isOfBefore(row, facts)).isPresent()) {
            return new Installed.Removed();
        }
        if (isOpenElsewhere(tenant, facts.externalId())) {
            // It was taken over from this installation.
            return hold(tenant, facts);
        }
        if (!cloudId.isEmpty() && owner.isEmpty() && !sites.take(cloudId, tenant)) {
            return hold(sites.lock(cloudId).orElse(tenant), facts);
        }
        return open(tenant, facts, "again");
    }

    /** Whether the installation was removed since, or so shortly before that this may tell of earlier still. */
    private static boolean isOfBefore(InstallationRow row, Arrival facts) {
        Instant told = facts.toldAt();
        return told != null
                && !row.isInstalled()
                && told.isBefore(row.changedAt().plus(LATE));
    }

    /** As when an operator has let it in, inside the open transaction. */
    void takeOver(TenantId tenant, ForgeInstall facts) {
        takeOver(tenant, Arrival.of(facts));
    }

    /** It was decided that it is the tenant's own site: the doors that it had are closed. */
    private Installed takeOver(TenantId tenant, Arrival facts) {
        // In this order, as whoever installs and whoever erases: the other site of the tenant is given back below.
        sites.lockOf(tenant);
        lookup.lockOf(tenant);
        transactions.enter(tenant);
        rows.findByKeyTenantIdOrderByKeyId(tenant.value()).forEach(row -> {
            close(row);
            record.forgetAfterCommit(row.toInstallation());
        });
        sites.giveBack(tenant);
        String cloudId = facts.cloudId();
        if (!cloudId.isEmpty() && !sites.take(cloudId, tenant)) {
            throw new IllegalStateException("the site of tenant " + tenant + " was taken while it was locked");
        }
        lookup.put(facts.door(), facts.externalId(), tenant);
        held.release(facts.door(), facts.externalId(), cloudId);
        return open(tenant, facts, "taken-over");
    }

    private Installed open(TenantId tenant, Arrival facts, String how) {
        Instant now = clock.instant();
        InstallationRow row = row(tenant, facts.door(), facts.externalId())
                .orElseGet(() -> new InstallationRow(
                        tenant, ids.next(), facts.door(), facts.externalId(), facts.baseUrl(), now));
        row.install(facts, now);
        Secret secret = facts.secret();
        if (secret != null && facts.door() == Door.CONNECT) {
            row.keep(vault.seal(row.nextSecretPlace(), secret));
        }
        rows.save(row);
        if (secret != null && facts.door() == Door.FORGE) {
            systemTokens.put(tenant, row.id(), secret);
            LifecycleRecord.afterCommit(() -> remembered.forget(tenant));
        }
        become(tenant, Tenant.State.INSTALLED);
        departures.undo(tenant);
        record.changed(
                facts.externalId(),
                new TenantInstalled(tenant, now),
                JsonNodeFactory.instance.objectNode().put("how", how));
        return new Installed.Open(tenant);
    }

    private Installed hold(TenantId other, Arrival facts) {
        held.hold(facts.door(), facts.externalId(), facts.cloudId(), other);
        return new Installed.Held();
    }

    /** A site removed us; unknown ones and repetitions change nothing. */
    public void uninstalled(String clientKey) {
        uninstalled(Door.CONNECT, clientKey);
    }

    /** As {@link #uninstalled(String)}, through any door. */
    public void uninstalled(Door door, String externalId) {
        transactions.writeTenantless(() -> change(door, externalId, (row, tenant) -> {
            if (row.isInstalled()) {
                close(row);
                if (!isOpenElsewhere(tenant, externalId)) {
                    leave(tenant, externalId);
                }
            }
        }));
    }

    /** What signs or calls through it is forgotten. */
    private void close(InstallationRow row) {
        Installation installation = row.toInstallation();
        row.uninstall(clock.instant());
        if (installation.door() == Door.FORGE) {
            systemTokens.forget(installation.tenant(), row.id());
            LifecycleRecord.afterCommit(() -> remembered.forget(installation.tenant()));
        }
    }

    /** Whether the tenant has an open door beside this one; inside its open transaction. */
    boolean isOpenElsewhere(TenantId tenant, String clientKey) {
        return rows.findByKeyTenantIdOrderByInstalledAtDesc(tenant.value()).stream()
                .filter(InstallationRow::isInstalled)
                .anyMatch(row -> !row.toInstallation().externalId().equals(clientKey));
    }

    /**
     * As {@link #isOpenElsewhere}, of a door whose page can still tell a code. One of Forge for which no token came within {@link
     * #SILENT} is not there any more: what told of its removal was lost.
     */
    boolean isThereElsewhere(TenantId tenant, String externalId) {
        Instant since = clock.instant().minus(SILENT);
        return rows.findByKeyTenantIdOrderByInstalledAtDesc(tenant.value()).stream()
                .filter(InstallationRow::isInstalled)
                .filter(row -> !row.toInstallation().externalId().equals(externalId))
                .anyMatch(row -> row.toInstallation().door() != Door.FORGE
                        || systemTokens
                                .receivedAt(tenant, row.id())
                                .orElseGet(row::changedAt)
                                .isAfter(since));
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
        transactions.writeTenantless(() -> change(Door.CONNECT, clientKey, (row, tenant) -> {
            Instant now = clock.instant();
            row.enable(on, now);
            record.changed(clientKey, on ? new TenantEnabled(tenant, now) : new TenantDisabled(tenant, now));
        }));
    }

    private boolean change(Door door, String externalId, BiConsumer<InstallationRow, TenantId> change) {
        Optional<TenantId> known = lookup.lock(door, externalId);
        known.ifPresent(tenant -> {
            transactions.enter(tenant);
            row(tenant, door, externalId).ifPresent(row -> change.accept(row, tenant));
        });
        return known.isPresent();
    }

    private Optional<InstallationRow> row(TenantId tenant, Door door, String externalId) {
        return rows.lockByKeyTenantIdAndDoorAndExternalId(tenant.value(), door.stored(), externalId);
    }

    private void become(TenantId tenant, Tenant.State state) {
        tenants.findById(RowKey.of(tenant, tenant.value())).orElseThrow().become(state);
    }
}
