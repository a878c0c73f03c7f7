package io.latchkey.tenant.store;

import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.tenant.Departure;
import io.latchkey.tenant.Departures;
import io.latchkey.tenant.Remaining;
import io.latchkey.tenant.TenantData;
import io.latchkey.tenant.TenantProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

@Component
class JdbcDepartures implements Departures {

    private static final int MOST = 1_000;

    private final TenantTransactions transactions;
    private final DepartureRows rows;
    private final Erasure erasure;
    private final ObjectProvider<TenantData> parts;
    private final Trail trail;
    private final TenantProperties properties;

    JdbcDepartures(
            TenantTransactions transactions,
            DepartureRows rows,
            Erasure erasure,
            ObjectProvider<TenantData> parts,
            Trail trail,
            TenantProperties properties) {
        this.transactions = transactions;
        this.rows = rows;
        this.erasure = erasure;
        this.parts = parts;
        this.trail = trail;
        this.properties = properties;
    }

    @Override
    public Outlook outlook(TenantId tenant) {
        return new Outlook(properties.keepKeys(), properties.keepData(), remaining(tenant));
    }

    @Override
    public List<Remaining> remaining(TenantId tenant) {
        return transactions.read(tenant, () -> {
            List<Remaining> all = new ArrayList<>();
            parts.orderedStream().forEach(part -> all.addAll(part.remaining(tenant)));
            all.add(new Remaining("trail-personal-values", trail.countPersonal(tenant), Remaining.Kept.WITH_DATA));
            all.add(new Remaining("trail-events", trail.count(tenant), Remaining.Kept.FOR_GOOD));
            return all.stream().filter(one -> one.count() > 0).toList();
        });
    }

    @Override
    public List<Departure> all() {
        return transactions.writeTenantless(() -> rows.newest(MOST));
    }

    @Override
    public Optional<Departure> find(TenantId tenant) {
        return transactions.writeTenantless(() -> rows.find(tenant));
    }

    @Override
    public boolean eraseKeysNow(TenantId tenant) {
        return transactions.write(tenant, () -> {
            boolean hastened = rows.endKeysNow(tenant);
            if (hastened) {
                trail.record(Entry.of(tenant, "tenant.erasure-brought-forward", tenant.toString()));
            }
            return hastened;
        });
    }

    /** What fails for one tenant is done for the others all the same. */
    @Override
    public void eraseDue() {
        List<TenantId> due = transactions.writeTenantless(rows::due);
        IllegalStateException failed = new IllegalStateException("not every tenant that left could be erased");
        for (TenantId tenant : due) {
            try {
                eraseDue(tenant);
            } catch (RuntimeException e) {
                // Nothing ends here: it is thrown when every tenant has had its turn.
                failed.addSuppressed(e);
            }
        }
        if (failed.getSuppressed().length > 0) {
            throw failed;
        }
    }

    private void eraseDue(TenantId tenant) {
        boolean more;
        do {
            more = transactions.write(tenant, () -> erasure.portion(tenant));
        } while (more);
    }
}
