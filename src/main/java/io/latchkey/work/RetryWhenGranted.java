package io.latchkey.work;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.tenant.ScopesGranted;
import io.latchkey.tenant.TenantFailure;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What was parked since the site had not granted a scope goes on once it has, as if a person had asked for each. */
@Component
class RetryWhenGranted {

    /** Each in the trail, all of one transaction. */
    private static final int AT_ONCE = 100;

    private final Work work;
    private final TenantTransactions transactions;

    RetryWhenGranted(Work work, TenantTransactions transactions) {
        this.work = work;
        this.transactions = transactions;
    }

    /** Told twice, the second finds nothing parked. */
    @EventListener
    void on(ScopesGranted granted) {
        TenantId tenant = granted.tenant();
        int retried = AT_ONCE;
        while (retried == AT_ONCE) {
            retried = transactions.write(
                    tenant, () -> work.retryParked(tenant, TenantFailure.MissingScope.CODE, granted.from(), AT_ONCE));
        }
    }
}
