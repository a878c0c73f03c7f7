package io.latchkey.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.failure.Failure;
import io.latchkey.platform.failure.PatientFailure;
import io.latchkey.platform.failure.RetryableFailure;
import io.latchkey.platform.failure.TerminalFailure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Runs the steps of a plan. The result of a step and the intent of the next share one transaction; a step whose intent
 * may have been acted on already is looked up before it is done.
 */
@Component
class RunWorker {

    private static final Logger log = LoggerFactory.getLogger(RunWorker.class);

    private final TenantTransactions transactions;
    private final Ledger ledger;
    private final Handlers handlers;
    private final LeaseKeeper leases;
    private final Backoff backoff;
    private final Trail trail;
    private final WorkProperties properties;

    RunWorker(
            TenantTransactions transactions,
            Ledger ledger,
            Handlers handlers,
            LeaseKeeper leases,
            Backoff backoff,
            Trail trail,
            WorkProperties properties) {
        this.transactions = transactions;
        this.ledger = ledger;
        this.handlers = handlers;
        this.leases = leases;
        this.backoff = backoff;
        this.trail = trail;
        this.properties = properties;
    }

    /**
     * Stores a run and the intent of its first step, inside the open transaction.
     *
     * @param slot the slot whose execution starts it; another slot is woken, so that the run outlives this worker
     */
    Claimed start(TenantId tenant, int slot, NewRun run) {
        Claimed item = ledger.start(tenant, run);
        if (item.slot() != slot) {
            ledger.wake(item);
        }
        Progress progress = Progress.fresh(item, run.plan(), () -> {}, claim -> false);
        intend(progress, 0);
        return item;
    }

    /** Goes on with a run whose first intent this worker has just committed: nothing was sent yet. */
    void resumeStarted(Claimed item, BooleanSupplier stopping) {
        work(load(item), stopping, true);
    }

    /** Goes on with a run that waited or was taken over: its last intent may have been acted on. */
    void resume(Claimed item, BooleanSupplier stopping) {
        work(load(item), stopping, false);
    }

    private Progress load(Claimed item) {
        Plan plan = Plan.of(item.plan().orElseThrow());
        Progress progress = Progress.fresh(
                item,
                plan,
                leases.keeping(item),
                claim -> transactions.read(item.tenant(), () -> ledger.isClaimedElsewhere(item, claim)));
        Ledger.History history = transactions.read(item.tenant(), () -> ledger.history(item.tenant(), item.id()));
        history.intents().forEach((ordinal, intent) -> progress.intended(ordinal, intent));
        history.outcomes().forEach((ordinal, facts) -> progress.done(ordinal, facts));
        return progress;
    }

    private void work(Progress progress, BooleanSupplier stopping, boolean untried) {
        boolean firstAttempt = untried;
        while (progress.next < progress.plan.steps().size()) {
            if (stopping.getAsBoolean()) {
                transactions.writeOnly(progress.item.tenant(), () -> ledger.release(progress.item));
                return;
            }
            int ordinal = progress.next;
            Optional<Failure> closed = handlers.closed(progress.item.tenant());
            if (closed.isPresent()) {
                closed(progress, ordinal, closed.get());
                return;
            }
            if (!progress.intents.containsKey(ordinal)) {
                transactions.writeOnly(progress.item.tenant(), () -> {
                    ledger.hold(progress.item);
                    intend(progress, ordinal);
                });
                firstAttempt = true;
            }
            if (!step(progress, ordinal, firstAttempt)) {
                return;
            }
            firstAttempt = true;
        }
    }

    private void closed(Progress progress, int ordinal, Failure failure) {
        if (failure instanceof RetryableFailure waiting) {
            transactions.writeOnly(progress.item.tenant(), () -> ledger.waitFor(progress.item, waiting));
        } else {
            park(progress, ordinal, failure);
        }
    }

    private boolean step(Progress progress, int ordinal, boolean firstAttempt) {
        progress.repeat = !firstAttempt;
        StepContext context = progress.context(ordinal);
        StepResult result;
        try {
            StepHandler handler =
                    handlers.step(progress.plan.steps().get(ordinal).kind());
            Optional<StepResult> found = firstAttempt ? Optional.empty() : handler.look(context);
            result = found.isPresent() ? found.get() : handler.act(context);
        } catch (FenceLost lost) {
            throw lost;
        } catch (RuntimeException thrown) {
            failed(progress, ordinal, thrown);
            return false;
        }
        try {
            transactions.writeOnly(progress.item.tenant(), () -> record(progress, ordinal, result));
            return true;
        } catch (FenceLost lost) {
            throw lost;
        } catch (RuntimeException thrown) {
            failed(progress, ordinal, thrown);
            return false;
        }
    }

    private void record(Progress progress, int ordinal, StepResult result) {
        Claimed item = progress.item;
        ledger.hold(item);
        ledger.recordOutcome(item, ordinal, result.outputs());
        trail.record(stepDone(progress, ordinal, result));
        lookLater(progress, ordinal);
        progress.done(ordinal, result.outputs());
        if (progress.next < progress.plan.steps().size()) {
            if (progress.attempts > 0) {
                ledger.forgiveAttempts(item);
                progress.attempts = 0;
            }
            intend(progress, progress.next);
        } else {
            ledger.complete(item);
            if (!progress.secrets.isEmpty()) {
                ledger.eraseSecrets(item);
            }
            log.info("run {} of tenant {} about {} is done", item.id(), item.tenant(), item.subject());
            handlers.listener(item.kind())
                    .ifPresent(listener -> listener.completed(item.tenant(), item.id(), item.subject()));
        }
    }

    /** Nothing more is sent for this step, but what was sent before may still arrive. */
    private void lookLater(Progress progress, int ordinal) {
        if (progress.repeat) {
            handlers.step(progress.plan.steps().get(ordinal).kind())
                    .laterLook(progress.context(ordinal))
                    .ifPresent(later -> ledger.enqueueLook(progress.item.tenant(), later, properties.lookAgainAfter()));
        }
    }

    private void intend(Progress progress, int ordinal) {
        StepContext context = progress.context(ordinal);
        Intent intent = handlers.step(progress.plan.steps().get(ordinal).kind()).intend(context);
        ledger.intend(progress.item, ordinal, intent);
        progress.intended(ordinal, intent);
    }

    private void failed(Progress progress, int ordinal, RuntimeException thrown) {
        Claimed item = progress.item;
        Failure failure = Unexpected.of(thrown);
        String key = progress.plan.steps().get(ordinal).key();
        if (failure instanceof Unexpected) {
            log.error("step {} of run {} failed", key, item.id(), thrown);
        } else {
            log.warn("step {} of run {} failed: {} {}", key, item.id(), failure.code(), failure.explanation());
        }
        if (failure instanceof PatientFailure waiting) {
            transactions.writeOnly(item.tenant(), () -> ledger.waitFor(item, waiting));
            return;
        }
        int attempts = progress.attempts + 1;
        if (failure instanceof TerminalFailure || attempts >= properties.maxAttempts()) {
            park(progress, ordinal, failure);
        } else {
            Duration wait = backoff.after(attempts, thrown);
            transactions.writeOnly(item.tenant(), () -> ledger.retryLater(item, failure, wait));
        }
    }

    private void park(Progress progress, int ordinal, Failure failure) {
        Claimed item = progress.item;
        String stepKey = progress.plan.steps().get(ordinal).key();
        transactions.writeOnly(item.tenant(), () -> {
            ledger.park(item, failure);
            lookLater(progress, ordinal);
            ObjectNode facts = StepResult.nothing()
                    .put("run", item.id().toString())
                    .put("step", stepKey)
                    .put("code", failure.code())
                    .put("kind", failure.kind().name())
                    .put("explanation", failure.explanation());
            trail.record(new Entry(item.tenant(), "run.parked", item.subject(), facts, Map.of()));
            handlers.listener(item.kind())
                    .flatMap(listener -> listener.parked(item.tenant(), item.id(), item.subject(), stepKey, failure))
                    .ifPresent(run -> handOver(start(item.tenant(), item.slot(), run)));
        });
    }

    /** The run that tells people is taken up by the slot's next execution. */
    private void handOver(Claimed run) {
        ledger.release(run);
    }

    private static Entry stepDone(Progress progress, int ordinal, StepResult result) {
        PlannedStep step = progress.plan.steps().get(ordinal);
        ObjectNode facts = StepResult.nothing()
                .put("run", progress.item.id().toString())
                .put("step", step.key())
                .put("kind", step.kind());
        facts.set("result", result.evidence());
        return new Entry(progress.item.tenant(), "step.done", progress.item.subject(), facts, result.personal());
    }

    /** How far a run has come; used by one thread. */
    private static final class Progress {

        private final Claimed item;
        private final Plan plan;
        private final Runnable beforeCall;
        private final Predicate<String> claimedElsewhere;
        private final Map<Integer, Intent> intents = new LinkedHashMap<>();
        private final Map<String, JsonNode> results = new LinkedHashMap<>();
        private final Map<String, Secret> secrets = new LinkedHashMap<>();
        private int next;
        private int attempts;
        private boolean repeat;

        private Progress(Claimed item, Plan plan, Runnable beforeCall, Predicate<String> claimedElsewhere) {
            this.item = item;
            this.plan = plan;
            this.beforeCall = beforeCall;
            this.claimedElsewhere = claimedElsewhere;
            this.attempts = item.attempts();
        }

        static Progress fresh(Claimed item, Plan plan, Runnable beforeCall, Predicate<String> claimedElsewhere) {
            return new Progress(item, plan, beforeCall, claimedElsewhere);
        }

        void intended(int ordinal, Intent intent) {
            intents.put(ordinal, intent);
            intent.secret()
                    .ifPresent(secret -> secrets.put(plan.steps().get(ordinal).key(), secret));
        }

        void done(int ordinal, JsonNode facts) {
            results.put(plan.steps().get(ordinal).key(), facts);
            next = Math.max(next, ordinal + 1);
        }

        StepContext context(int ordinal) {
            return new StepContext(
                    item.tenant(),
                    item.id(),
                    ordinal,
                    plan,
                    results,
                    secrets,
                    intents.get(ordinal),
                    repeat,
                    beforeCall,
                    claimedElsewhere);
        }
    }
}
