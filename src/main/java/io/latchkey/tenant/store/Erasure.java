package io.latchkey.tenant.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Fingerprints;
import io.latchkey.platform.crypto.Vault;
import io.latchkey.tenant.Departure;
import io.latchkey.tenant.Departure.Stage;
import io.latchkey.tenant.Tenant;
import io.latchkey.tenant.TenantData;
import io.latchkey.tenant.TenantProperties;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * One portion of a tenant's erasure. The departure's row is locked for it, so that of two nodes one erases; how far it is
 * is committed with what was erased and with its row in the trail.
 */
@Component
class Erasure {

    private static final Logger log = LoggerFactory.getLogger(Erasure.class);

    private final DepartureRows departures;
    private final ActiveSites sites;
    private final InstallationLookup lookup;
    private final HeldRows held;
    private final TenantRows tenants;
    private final ObjectProvider<TenantData> parts;
    private final Vault vault;
    private final Fingerprints fingerprints;
    private final Trail trail;
    private final TenantProperties properties;
    private final Clock clock;

    Erasure(
            DepartureRows departures,
            ActiveSites sites,
            InstallationLookup lookup,
            HeldRows held,
            TenantRows tenants,
            ObjectProvider<TenantData> parts,
            Vault vault,
            Fingerprints fingerprints,
            Trail trail,
            TenantProperties properties,
            Clock clock) {
        this.departures = departures;
        this.sites = sites;
        this.lookup = lookup;
        this.held = held;
        this.tenants = tenants;
        this.parts = parts;
        this.vault = vault;
        this.fingerprints = fingerprints;
        this.trail = trail;
        this.properties = properties;
        this.clock = clock;
    }

    /** Erases one portion, inside the tenant's open transaction; false when nothing more is due. */
    boolean portion(TenantId tenant) {
        sites.lockOf(tenant);
        lookup.lockOf(tenant);
        Optional<Departure> departure = departures.lock(tenant);
        return departure.isPresent() && portion(departure.get());
    }

    private boolean portion(Departure departure) {
        TenantId tenant = departure.tenant();
        return switch (departure.stage()) {
            case KEYS_KEPT -> !clock.instant().isBefore(departure.keysUntil()) && close(tenant);
            case ERASING_KEYS -> eraseSecrets(tenant);
            case DATA_KEPT ->
                !clock.instant().isBefore(departure.dataUntil())
                        && begin(tenant, Stage.ERASING_DATA, "tenant.data-erasure-begun");
            case ERASING_DATA -> eraseData(tenant);
            case ERASED -> false;
        };
    }

    /** From here on nothing leads to the tenant: whoever installs again is a new one. */
    private boolean close(TenantId tenant) {
        tenants.findById(RowKey.of(tenant, tenant.value())).orElseThrow().become(Tenant.State.ERASED);
        sites.giveBack(tenant);
        lookup.remove(tenant);
        held.forget(tenant);
        return begin(tenant, Stage.ERASING_KEYS, "tenant.secrets-erasure-begun");
    }

    private boolean eraseSecrets(TenantId tenant) {
        int most = properties.erasePortion();
        if (isErased(tenant, "secrets", part -> part.eraseSecrets(tenant, most))) {
            return true;
        }
        fingerprints.erase(tenant);
        // The trail's personal values are sealed too; a key that one of them needs goes with the last of them.
        vault.eraseKeysets(tenant, trail.keysInUse(tenant));
        return begin(tenant, Stage.DATA_KEPT, "tenant.secrets-erased");
    }

    private boolean eraseData(TenantId tenant) {
        int most = properties.erasePortion();
        if (isErased(tenant, "data", part -> part.eraseData(tenant, most))) {
            return true;
        }
        int personal = trail.erasePersonal(tenant, most);
        if (personal > 0) {
            record(tenant, "tenant.erasing", facts("data", "trail-personal", personal));
            return true;
        }
        vault.eraseKeysets(tenant, Set.of());
        begin(tenant, Stage.ERASED, "tenant.data-erased");
        return false;
    }

    /** One part has erased something; no part has anything left when it is false. */
    private boolean isErased(TenantId tenant, String what, ToIntFunction<TenantData> erase) {
        List<TenantData> all = parts.orderedStream().toList();
        for (TenantData part : all) {
            int rows = erase.applyAsInt(part);
            if (rows > 0) {
                record(tenant, "tenant.erasing", facts(what, part.part(), rows));
                return true;
            }
        }
        return false;
    }

    private boolean begin(TenantId tenant, Stage stage, String kind) {
        departures.become(tenant, stage);
        record(tenant, kind, JsonNodeFactory.instance.objectNode());
        log.info("{}: {}", kind, tenant);
        return true;
    }

    private static ObjectNode facts(String what, String part, int rows) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("what", what)
                .put("part", part)
                .put("rows", rows);
    }

    private void record(TenantId tenant, String kind, ObjectNode facts) {
        trail.record(Entry.of(tenant, kind, tenant.toString()).withFacts(facts));
    }
}
