package io.latchkey.handover;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.work.Work;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/**
 * Lets go of runs that ended without telling anybody: one that is parked while a site has removed the app tells nobody, and
 * what waits for it would wait for ever after the app is back.
 */
@Component
class LostRuns {

    private static final int PORTION = 100;
    private static final UUID NONE = new UUID(0, 0);

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
        // Whether it had made one is not known; the person is not to pay for it.
        free(tenant, handovers::renewing, run -> handovers.failRenewal(tenant, run, false));
        free(tenant, comments::removing, run -> comments.tryAgain(tenant, run, clock.instant()));
    }

    /** Those that go on by themselves may be many, and before those that do not: all are gone through, a portion at a time. */
    private void free(TenantId tenant, Portions portions, Consumer<UUID> freeing) {
        UUID last = NONE;
        int found = PORTION;
        while (found == PORTION) {
            UUID after = last;
            List<UUID> runs = transactions.write(tenant, () -> {
                List<UUID> portion = portions.of(tenant, after, PORTION);
                work.notWaiting(tenant, portion).forEach(freeing);
                return portion;
            });
            found = runs.size();
            last = runs.isEmpty() ? last : runs.get(found - 1);
        }
    }

    /** The first runs behind one. */
    private interface Portions {

        List<UUID> of(TenantId tenant, UUID after, int most);
    }
}
