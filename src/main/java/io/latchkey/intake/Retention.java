package io.latchkey.intake;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.provisioning.RequestDecisions;
import io.latchkey.work.Work;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Forgets what a tenant's requests left behind, once it was kept long enough, whether the app is still installed or not:
 * signals, and after the recipe's retention the inputs of decisions, and the plans, outcomes and undelivered credentials
 * of runs that have ended. Rows that the trail refers to stay, with their hashes.
 */
@Component
class Retention {

    private final TenantTransactions transactions;
    private final JdbcClient jdbc;
    private final RequestDecisions decisions;
    private final Work work;
    private final IntakeProperties properties;
    private final Clock clock;

    Retention(
            TenantTransactions transactions,
            JdbcClient jdbc,
            RequestDecisions decisions,
            Work work,
            IntakeProperties properties,
            Clock clock) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.decisions = decisions;
        this.work = work;
        this.properties = properties;
        this.clock = clock;
    }

    /** Forgets what is due now; repeating it changes nothing. */
    void forget(TenantId tenant) {
        Instant now = clock.instant();
        transactions.writeOnly(tenant, () -> {
            jdbc.sql("delete from signal where tenant_id = ? and received_at < ?")
                    .params(tenant.value(), now.minus(properties.keepSignals()).atOffset(ZoneOffset.UTC))
                    .update();
            decisions.forgetInputs(tenant, now);
            work.forgetEnded(tenant);
        });
    }
}
