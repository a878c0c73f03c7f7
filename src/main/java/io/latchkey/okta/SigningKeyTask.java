package io.latchkey.okta;

import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.tenant.Installations;
import io.latchkey.work.Budgets;
import io.latchkey.work.StepResult;
import io.latchkey.work.TenantTimer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Ends each tenant's rotations: retires keys once nobody needs them. It ends when the tenant has left. */
@Component
class SigningKeyTask extends TenantTimer {

    static final String NAME = "okta-key-retirement";

    private static final Duration EVERY = Duration.ofMinutes(30);

    private final SigningKeys keys;
    private final Installations installations;
    private final TenantTransactions transactions;
    private final Trail trail;

    SigningKeyTask(
            SigningKeys keys,
            Installations installations,
            TenantTransactions transactions,
            Trail trail,
            Budgets budgets,
            Clock clock) {
        super(NAME, EVERY, budgets, clock);
        this.keys = keys;
        this.installations = installations;
        this.transactions = transactions;
        this.trail = trail;
    }

    @Override
    protected Optional<Duration> run(TenantId tenant) {
        transactions.writeOnly(tenant, () -> keys.retireUnneeded(tenant).forEach(kid -> record(tenant, kid)));
        return installations.open(tenant).map(open -> EVERY);
    }

    private void record(TenantId tenant, UUID kid) {
        trail.record(Entry.of(tenant, "okta-key.retired", tenant.toString())
                .withFacts(StepResult.nothing().put("kid", kid.toString())));
    }
}
