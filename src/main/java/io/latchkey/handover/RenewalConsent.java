package io.latchkey.handover;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.work.RunConsent;
import io.latchkey.work.RunSoFar;
import io.latchkey.work.Withdrawal;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Whether another credential is still to be made: it may have been withdrawn since it was asked for, or another request may
 * have begun to give the account to somebody. Whether it was used the step itself asks of Okta, right before it acts.
 */
@Component
class RenewalConsent implements RunConsent {

    private static final Withdrawal NOT_WANTED = new Withdrawal(
            "handover.withdrawn", "the credential was withdrawn, so that no other one is made in its place.");
    private static final Withdrawal OTHERS = new Withdrawal(
            "handover.used", "another request has changed how the account is signed in to since, or is about to.");

    private final TenantTransactions transactions;
    private final HandoverRows rows;
    private final Uses uses;

    RenewalConsent(TenantTransactions transactions, HandoverRows rows, Uses uses) {
        this.transactions = transactions;
        this.rows = rows;
        this.uses = uses;
    }

    @Override
    public String kind() {
        return RenewalRuns.KIND;
    }

    @Override
    public Optional<Withdrawal> withdrawn(RunSoFar run, Runnable beforeCall) {
        TenantId tenant = run.tenant();
        return transactions.read(tenant, () -> {
            Optional<HandoverRow> row = rows.renewedBy(tenant, run.id());
            if (row.isEmpty()) {
                return Optional.of(NOT_WANTED);
            }
            return uses.isTouchedByOtherRuns(tenant, row.get()) ? Optional.of(OTHERS) : Optional.empty();
        });
    }
}
