package io.latchkey.panel;

import io.latchkey.handover.Handover;
import io.latchkey.handover.Handovers;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The credentials that were handed over for a request, in a transaction of its own. */
@Component
class TicketHandovers {

    private final Handovers handovers;
    private final TenantTransactions transactions;

    TicketHandovers(Handovers handovers, TenantTransactions transactions) {
        this.handovers = handovers;
        this.transactions = transactions;
    }

    /** Those of an issue; never a credential. */
    List<Handover> ofIssue(TenantId tenant, String issueId) {
        return transactions.read(tenant, () -> handovers.ofIssue(tenant, issueId));
    }

    boolean isRecipient(TenantId tenant, String issueId, String accountId) {
        return ofIssue(tenant, issueId).stream()
                .anyMatch(handover -> handover.recipient().equals(Optional.of(accountId)));
    }
}
