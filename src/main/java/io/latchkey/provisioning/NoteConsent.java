package io.latchkey.provisioning;

import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.work.RunConsent;
import io.latchkey.work.RunSoFar;
import io.latchkey.work.Withdrawal;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** A note that a request waits for a person is not written once it does so no more. Asks nobody outside. */
@Component
class NoteConsent implements RunConsent {

    private final TenantTransactions transactions;
    private final ParkingNotes notes;

    NoteConsent(TenantTransactions transactions, ParkingNotes notes) {
        this.transactions = transactions;
        this.notes = notes;
    }

    @Override
    public String kind() {
        return DecideRequest.NOTE;
    }

    @Override
    public Optional<Withdrawal> withdrawn(RunSoFar run, Runnable beforeCall) {
        boolean outdated = transactions.read(run.tenant(), () -> notes.isOutdated(run.tenant(), run.id()));
        return outdated ? Optional.of(ParkingNotes.OUTDATED) : Optional.empty();
    }
}
