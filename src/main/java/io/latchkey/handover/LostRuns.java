package io.latchkey.handover;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.work.Work;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Lets go of runs that ended without telling anybody: one that is parked while a site has removed the app tells nobody, and
 * what waits for it would wait for ever after the app is back.
 */
@Component
class LostRuns {

    private static final int PORTION = 100;

    private final TenantTransactions transactions;
    private final HandoverRows handovers;
    private final CommentRows comments;
    private final Work work;
    private final Clock clock;

    LostRuns(TenantTransactions transactions, HandoverRows handovers, CommentRows comments, Work work, Clock clock) {
        this.transactions = transactions;
        this.handovers = handovers;
        this.comments = comments;
        this.work = work;
        this.clock = clock;
    }

    /** Frees what they were to do, for another run. */
    void free(TenantId tenant) {
        transactions.writeOnly(tenant, () -> {
            Set<UUID> runs = new HashSet<>(handovers.renewing(tenant, PORTION));
            runs.addAll(comments.removing(tenant, PORTION));
            for (UUID run : work.notWaiting(tenant, runs)) {
                // Whether it had made one is not known; the person is not to pay for it.
                handovers.failRenewal(tenant, run, false);
                comments.tryAgain(tenant, run, clock.instant());
            }
        });
    }
}
