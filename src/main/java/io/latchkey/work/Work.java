package io.latchkey.work;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.latchkey.platform.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The face of work to the packages below it. */
@Component
public class Work {

    private final Ledger ledger;
    private final Handlers handlers;
    private final ObjectProvider<Scheduler> scheduler;

    Work(Ledger ledger, Handlers handlers, ObjectProvider<Scheduler> scheduler) {
        this.ledger = ledger;
        this.handlers = handlers;
        this.scheduler = scheduler;
    }

    /**
     * Asks for a look at a subject, inside the caller's open transaction; it starts once that is committed. Asking again
     * before it has begun changes nothing; asking after it has begun makes it look once more.
     */
    public void look(TenantId tenant, String kind, String subject) {
        ledger.enqueueLook(tenant, kind, subject);
        nudgeAfterCommit();
    }

    /**
     * Tries parked looks of a kind again, inside the caller's open transaction: what was missing in a setup may be there
     * now. The longer one has been parked, the rarer; after a while only a new hint helps.
     */
    public void reviveLooks(TenantId tenant, String kind) {
        ledger.reviveLooks(tenant, kind);
        nudgeAfterCommit();
    }

    /** Lets this node look for due work at once, after the open transaction is committed. */
    public void nudgeAfterCommit() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            nudge();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                nudge();
            }
        });
    }

    private void nudge() {
        scheduler.getObject().triggerCheckForDueExecutions();
    }

    /** How a run stands; inside the caller's open transaction. */
    public Optional<RunState> run(TenantId tenant, UUID runId) {
        return ledger.runState(tenant, runId);
    }

    /** The kinds of steps that somebody does, with the names of their outputs. */
    public Map<String, Set<String>> stepKinds() {
        return handlers.outputsByKind();
    }
}
