package io.latchkey.work;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.AbstractTask;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.DatabaseOutage;
import io.latchkey.platform.db.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;

/**
 * One execution of a tenant's slot: an instance is {@code tenant id/slot}. Each execution works on one item; the slot is
 * then due again when it has more, behind what other tenants have due, or goes idle.
 */
class SlotTask extends AbstractTask<Void> {

    static final String NAME = "work";

    private final SlotWorker worker;
    private final Ledger ledger;
    private final TenantTransactions transactions;
    private final Clock clock;
    private final ObjectProvider<Scheduler> scheduler;
    private final DatabaseOutage outage;

    SlotTask(
            SlotWorker worker,
            Ledger ledger,
            TenantTransactions transactions,
            Clock clock,
            ObjectProvider<Scheduler> scheduler,
            DatabaseOutage outage) {
        super(
                NAME,
                Void.class,
                new FailureHandler.OnFailureRetryLater<>(java.time.Duration.ofSeconds(1)),
                new ReviveAtOnce<>(clock));
        this.worker = worker;
        this.ledger = ledger;
        this.transactions = transactions;
        this.clock = clock;
        this.scheduler = scheduler;
        this.outage = outage;
    }

    @Override
    public CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
        Slot slot = Slot.of(instance.getId());
        try {
            worker.workOn(
                    slot.tenant, slot.number, () -> context.getSchedulerState().isShuttingDown());
            return (complete, operations) -> refill(slot, complete, operations);
        } catch (RuntimeException thrown) {
            // Only an outage ends here; whatever else it is, the scheduler hears of it.
            if (!outage.noticed(thrown)) {
                throw thrown;
            }
            return this::whenTheDatabaseIsBack;
        }
    }

    /** The scheduler waits for its connection, and the slot is due at once then. */
    private void whenTheDatabaseIsBack(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        operations.reschedule(complete, clock.instant());
    }

    private void refill(Slot slot, ExecutionComplete complete, ExecutionOperations<Void> operations) {
        boolean dueNow;
        try {
            dueNow = transactions.write(slot.tenant, () -> isDueNow(slot, complete, operations));
        } catch (RuntimeException thrown) {
            // Only an outage ends here; whatever else it is, the scheduler hears of it.
            if (!outage.noticed(thrown)) {
                throw thrown;
            }
            whenTheDatabaseIsBack(complete, operations);
            return;
        }
        if (dueNow) {
            scheduler.getObject().triggerCheckForDueExecutions();
        }
    }

    private boolean isDueNow(Slot slot, ExecutionComplete complete, ExecutionOperations<Void> operations) {
        Instant now = clock.instant();
        Optional<Instant> next = ledger.nextDue(slot.tenant, slot.number);
        if (next.isEmpty()) {
            operations.stop();
            return false;
        }
        Instant at = next.get().isBefore(now) ? now : next.get();
        operations.reschedule(complete, at);
        return !at.isAfter(now);
    }

    @Override
    public SchedulableInstance<Void> schedulableInstance(String id) {
        return SchedulableInstance.of(instance(id), clock.instant());
    }

    @Override
    public SchedulableInstance<Void> schedulableInstance(String id, Void data) {
        return schedulableInstance(id);
    }

    private record Slot(TenantId tenant, int number) {

        static Slot of(String instance) {
            int slash = instance.indexOf('/');
            return new Slot(TenantId.of(instance.substring(0, slash)), Integer.parseInt(instance.substring(slash + 1)));
        }
    }
}
