package io.latchkey.tenant.store;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Reads and writes that join the tenant's open transaction, or open one. */
@Component
class JoinedTransactions {

    private final TenantTransactions transactions;

    JoinedTransactions(TenantTransactions transactions) {
        this.transactions = transactions;
    }

    <T> T read(TenantId tenant, Supplier<T> work) {
        return areOpen() ? work.get() : transactions.read(tenant, work);
    }

    void write(TenantId tenant, Runnable work) {
        if (areOpen()) {
            work.run();
        } else {
            transactions.writeOnly(tenant, work);
        }
    }

    boolean areOpen() {
        return TransactionSynchronizationManager.isActualTransactionActive();
    }
}
