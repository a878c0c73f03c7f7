package io.latchkey.work;

import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.time.Ticks;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** Renews a lease where a remote call could outlast it; most items end long before. */
@Component
class LeaseKeeper {

    private final TenantTransactions transactions;
    private final Ledger ledger;
    private final WorkProperties properties;
    private final Ticks ticks;

    LeaseKeeper(TenantTransactions transactions, Ledger ledger, WorkProperties properties, Ticks ticks) {
        this.transactions = transactions;
        this.ledger = ledger;
        this.properties = properties;
        this.ticks = ticks;
    }

    /** To be run before each remote call on behalf of a claimed item. */
    Runnable keeping(Claimed item) {
        AtomicLong since = new AtomicLong(item.claimedNanos());
        long longest = properties.lease().minus(properties.callLimit()).toNanos();
        return () -> {
            if (ticks.nanos() - since.get() > longest) {
                long asked = ticks.nanos();
                transactions.writeOnly(item.tenant(), () -> ledger.renew(item));
                since.set(asked);
            }
        };
    }
}
