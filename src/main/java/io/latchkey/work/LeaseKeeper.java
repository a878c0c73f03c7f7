package io.latchkey.work;

import io.latchkey.platform.db.TenantTransactions;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** Renews a lease where a remote call could outlast it; most items end long before. */
@Component
class LeaseKeeper {

    private final TenantTransactions transactions;
    private final Ledger ledger;
    private final WorkProperties properties;

    LeaseKeeper(TenantTransactions transactions, Ledger ledger, WorkProperties properties) {
        this.transactions = transactions;
        this.ledger = ledger;
        this.properties = properties;
    }

    /** To be run before each remote call on behalf of a claimed item. */
    Runnable keeping(Claimed item) {
        AtomicLong since = new AtomicLong(item.claimedNanos());
        long longest = properties.lease().minus(properties.callLimit()).toNanos();
        return () -> {
            if (System.nanoTime() - since.get() > longest) {
                long asked = System.nanoTime();
                transactions.writeOnly(item.tenant(), () -> ledger.renew(item));
                since.set(asked);
            }
        };
    }
}
