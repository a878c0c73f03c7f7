package io.latchkey.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.db.DatabaseOutage;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.failure.Failure;
import io.latchkey.platform.failure.LimitReached;
import io.latchkey.platform.failure.PatientFailure;
import io.latchkey.platform.failure.RetryableFailure;
import io.latchkey.platform.http.RemoteRequestIds;
import io.latchkey.tenant.Purpose;
import io.latchkey.tenant.TenantFailure;
import io.latchkey.work.Ledger.Held;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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

    /** Stands for the step where a run is parked whose plan cannot be read. */
    private static final String UNREAD = "plan";

    private final TenantTransactions transactions;
    private final Ledger ledger;
    private final Handlers handlers;
    private final LeaseKeeper leases;
    private final Backoff backoff;
    private final SharedBudgets budgets;
    private final Trail trail;
    private final Announcements announcements;
    private final Clock clock;
    private final WorkProperties properties;
    private final DatabaseOutage outage;

    RunWorker(
            TenantTransactions transactions,
            Ledger ledger,
            Handlers handlers,
            LeaseKeeper leases,
            Backoff backoff,
            SharedBudgets budgets,
            Trail trail,
            Announcements announcements,
            Clock clock,
            WorkProperties properties,
            DatabaseOutage outage) {
        this.transactions = transactions;
        this.ledger = ledger;
        this.handlers = handlers;
        this.leases = leases;
        this.backoff = backoff;
        this.budgets = budgets;
        this.trail = trail;
        this.announcements = announcements;
        this.clock = clock;
        this.properties = properties;
        this.outage = outage;
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
        Progress progress = Progress.fresh(item, run.plan(), () -> {}, claims(item));
        try {
            intend(progress, 0);
        } catch (CannotBegin cannot) {
            throw cannot.reason;
        }
        return item;
    }

    /** Goes on with a run whose first intent this worker has just committed: nothing was sent yet. */
    void resumeStarted(Claimed item, BooleanSupplier stopping) {
        loaded(item).ifPresent(progress -> work(progress, stopping, true));
    }

    /** Goes on with a run that waited or was taken over: its last intent may have been acted on, unless it is untried. */
    void resume(Claimed item, BooleanSupplier stopping) {
        loaded(item).ifPresent(progress -> work(progress, stopping, item.untried()));
    }

    /** A plan or an outcome that cannot be read is a failure of this run, and stands in nobody's way. */
    private Optional<Progress> loaded(Claimed item) {
        try {
            return Optional.of(load(item));
        } catch (FenceLost lost) {
            throw lost;
        } catch (RuntimeException thrown) {
            // It may be anything: it is logged, a bug with its trace, and the item waits or is parked.
            failed(item, item.attempts(), UNREAD, () -> {}, thrown);
            return Optional.empty();
        }
    }

    private Claims claims(Claimed item) {
        return new Claims() {
            @Override
            public boolean isClaimedElsewhere(String claim) {
                return transactions.read(item.tenant(), () -> ledger.isClaimedElsewhere(item, claim));
            }

            @Override
            public Optional<Instant> claimedBefore(String claim) {
                return ledger.claimedBefore(item, claim);
            }

            @Override
            public boolean isActedOnByOthers(
                    Supplier<? extends Collection<String>> claims, Instant since, Collection<UUID> runs) {
                Set<UUID> ours = new HashSet<>(runs);
                ours.add(item.id());
                return transactions.read(
                        item.tenant(), () -> ledger.isActedOnByOthers(item.tenant(), claims.get(), since, ours));
            }
        };
    }

    private record Loaded(Plan plan, Ledger.History history) {}

    private Progress load(Claimed item) {
        Loaded loaded = transactions.read(
                item.tenant(), () -> new Loaded(ledger.plan(item), ledger.history(item.tenant(), item.id())));
        Progress progress = Progress.fresh(item, loaded.plan(), leases.keeping(item), claims(item));
        Ledger.History history = loaded.history();
        history.intents().forEach((ordinal, intent) -> progress.intended(ordinal, intent));
        history.outcomes().forEach((ordinal, facts) -> progress.done(ordinal, facts));
        return progress;
    }

    private void work(Progress loaded, BooleanSupplier stopping, boolean untried) {
        Progress progress = loaded;
        boolean firstAttempt = untried;
        while (progress.next < progress.plan.steps().size()) {
            if (stopping.getAsBoolean()) {
                Claimed item = progress.item;
                boolean nothingSent = firstAttempt;
                transactions.writeOnly(item.tenant(), () -> ledger.release(item, nothingSent));
                return;
            }
            int ordinal = progress.next;
            Optional<Failure> closed = closed(progress.item, purpose(progress, ordinal));
            if (closed.isPresent()) {
                progress.repeat = progress.intents.containsKey(ordinal) && !firstAttempt;
                if (!stops(progress, ordinal, hasLeft(closed.get()))) {
                    closed(progress, ordinal, closed.get(), firstAttempt);
                }
                return;
            }
            if (!progress.intents.containsKey(ordinal)) {
                if (!begin(progress, ordinal)) {
                    return;
                }
                firstAttempt = true;
            }
            Optional<Progress> after = step(progress, ordinal, firstAttempt);
            if (after.isEmpty()) {
                return;
            }
            progress = after.get();
            firstAttempt = true;
        }
    }

    /** The gates remember for a moment; the claim has asked, and so does each intent. */
    private Optional<Failure> closed(Claimed item, Purpose purpose) {
        return purpose.isServed(item.site())
                ? handlers.closed(item.tenant(), purpose)
                : Optional.of(new TenantFailure.NotInstalled());
    }

    /**
     * Whoever wants it stopped need not wait for what stands in its way; at a site that has left nothing can be told, so that
     * the run is parked there.
     */
    private boolean stops(Progress progress, int ordinal, boolean hasLeft) {
        if (progress.stop.isEmpty() || hasLeft) {
            return false;
        }
        stop(progress, ordinal, progress.stop.get());
        return true;
    }

    private static boolean hasLeft(Object failure) {
        return failure instanceof TenantFailure.NotInstalled;
    }

    private Purpose purpose(Progress progress, int ordinal) {
        return handlers.purpose(progress.plan.steps().get(ordinal).kind());
    }

    /** Commits the intent of a step whose predecessor was stored without it. */
    private boolean begin(Progress progress, int ordinal) {
        try {
            transactions.writeOnly(progress.item.tenant(), () -> {
                progress.told(ledger.hold(progress.item, handlers.lookKinds()));
                intend(progress, ordinal);
            });
            return true;
        } catch (CannotBegin cannot) {
            progress.repeat = false;
            if (!stops(progress, ordinal, hasLeft(cannot.reason))) {
                failed(progress, ordinal, cannot.reason);
            }
            return false;
        }
    }

    private void closed(Progress progress, int ordinal, Failure failure, boolean untried) {
        if (failure instanceof RetryableFailure waiting) {
            transactions.writeOnly(progress.item.tenant(), () -> ledger.waitFor(progress.item, waiting, untried));
        } else {
            Runnable also = () -> {
                lookLater(progress, ordinal);
                if (untried) {
                    ledger.markUntried(progress.item);
                }
            };
            park(progress.item, key(progress, ordinal), also, failure);
        }
    }

    /** How far the run is after the step; empty when the run waits or is parked. */
    private Optional<Progress> step(Progress progress, int ordinal, boolean firstAttempt) {
        try (RemoteRequestIds calls = RemoteRequestIds.listen()) {
            return step(progress, ordinal, firstAttempt, calls);
        }
    }

    private Optional<Progress> step(Progress progress, int ordinal, boolean firstAttempt, RemoteRequestIds calls) {
        progress.repeat = !firstAttempt;
        progress.calls = calls;
        StepResult result;
        Attempt attempt = budgets.begin(progress.item);
        try {
            if (!progress.item.doubted() && progress.stop.isEmpty()) {
                // What is perhaps not wanted any more must not wait for a limit until it is asked about.
                attempt.prepay();
            }
            StepContext context = progress.context(ordinal);
            StepHandler handler =
                    handlers.step(progress.plan.steps().get(ordinal).kind());
            Optional<StepResult> found = firstAttempt ? Optional.empty() : handler.look(context);
            Optional<Withdrawal> withdrawn = found.isPresent() ? Optional.empty() : withdrawn(progress);
            if (withdrawn.isPresent()) {
                // What an earlier attempt sent may arrive after the look: then it is what seems to take the run back.
                found = firstAttempt ? Optional.empty() : handler.look(context);
                if (found.isEmpty()) {
                    stop(progress, ordinal, withdrawn.get());
                    return Optional.empty();
                }
            }
            result = found.isPresent() ? found.get() : handler.act(context);
        } catch (FenceLost lost) {
            throw lost;
        } catch (RuntimeException thrown) {
            // It may be anything: it is logged, a bug with its trace, and the item waits or is parked.
            if (progress.stop.isPresent()) {
                // Whoever wants it stopped need not wait until the other side tells whether an earlier attempt took
                // effect.
                log.info(
                        "step {} of run {} is not looked up: it shall stop",
                        key(progress, ordinal),
                        progress.item.id());
                stop(progress, ordinal, progress.stop.get());
            } else if (thrown instanceof LimitReached limit && attempt.mayWait(progress.limitedSince)) {
                attempt.stoppedBy(limit);
                limited(progress, ordinal, limit, firstAttempt && attempt.nothingSent());
            } else {
                failed(progress, ordinal, thrown);
            }
            return Optional.empty();
        } finally {
            attempt.close();
        }
        return recorded(progress, ordinal, result);
    }

    /** Asked only where something is about to be done: what an earlier attempt did is recorded all the same. */
    private Optional<Withdrawal> withdrawn(Progress progress) {
        if (progress.stop.isPresent()) {
            return progress.stop;
        }
        Optional<RunConsent> consent = handlers.consent(progress.item.kind());
        Instant asked = clock.instant();
        if (consent.isEmpty() || progress.isConfirmed(asked.minus(properties.confirmedFor()), asked)) {
            return Optional.empty();
        }
        Optional<Withdrawal> withdrawn = consent.get().withdrawn(progress.soFar(), progress.beforeCall);
        if (withdrawn.isEmpty()) {
            progress.confirmedAt = Optional.of(asked);
        }
        return withdrawn;
    }

    private void stop(Progress progress, int ordinal, Withdrawal why) {
        Optional<String> begun = progress.repeat ? Optional.of(key(progress, ordinal)) : Optional.empty();
        transactions.writeOnly(progress.item.tenant(), () -> {
            lookLater(progress, ordinal);
            if (begun.isEmpty()) {
                ledger.unclaim(progress.item.tenant(), progress.item.id(), ordinal);
            }
            stopped(progress, ordinal, why, begun);
        });
    }

    private void stopped(Progress progress, int ordinal, Withdrawal why, Optional<String> begun) {
        Claimed item = progress.item;
        RunSoFar soFar = progress.soFar();
        ledger.stop(item, why);
        ledger.eraseSecrets(item);
        trail.record(stopped(soFar, key(progress, ordinal), why));
        handlers.listener(item.kind())
                .flatMap(listener -> listener.stopped(new StoppedRun(soFar, why, begun)))
                .ifPresent(note -> tell(item, note));
        log.info(
                "{} run {} of tenant {} about {} is stopped: {}",
                item.kind(),
                item.id(),
                item.tenant(),
                item.subject(),
                why.code());
    }

    /** At a site that has removed the app there is nobody to tell; what was done and taken back is recorded all the same. */
    private void tell(Claimed item, NewRun note) {
        try {
            handOver(start(item.tenant(), item.slot(), note));
        } catch (TenantFailure.NotInstalled left) {
            ledger.dropStarted(item.tenant(), note.id());
        }
    }

    static Entry stopped(RunSoFar run, String step, Withdrawal why) {
        ObjectNode facts = StepResult.nothing()
                .put("run", run.id().toString())
                .put("step", step)
                .put("code", why.code())
                .put("explanation", why.sentence());
        run.done().forEach(done -> facts.withArray("done").add(done.key()));
        return Entry.of(run.tenant(), "run.stopped", run.subject()).withFacts(facts);
    }

    /** What was done is stored even when what comes next cannot begin. */
    private Optional<Progress> recorded(Progress progress, int ordinal, StepResult result) {
        TenantId tenant = progress.item.tenant();
        try {
            return Optional.of(transactions.write(tenant, () -> {
                Progress after = record(progress, ordinal, result);
                goOn(after);
                return after;
            }));
        } catch (CannotBegin cannot) {
            Progress after = transactions.write(tenant, () -> record(progress, ordinal, result));
            if (!stops(after, after.next, hasLeft(cannot.reason))) {
                failed(after, after.next, cannot.reason);
            }
            return Optional.empty();
        } catch (FenceLost lost) {
            throw lost;
        } catch (RuntimeException thrown) {
            // It may be anything: it is logged, a bug with its trace, and the item waits or is parked.
            failed(progress, ordinal, thrown);
            return Optional.empty();
        }
    }

    private Progress record(Progress progress, int ordinal, StepResult result) {
        Claimed item = progress.item;
        Held held = ledger.hold(item, handlers.lookKinds());
        ledger.recordOutcome(item, ordinal, result.outputs(), progress.effort());
        result.credential().ifPresent(given -> ledger.keepSecret(item, ordinal, given));
        trail.record(stepDone(progress, ordinal, result));
        handlers.stepListener(progress.plan.steps().get(ordinal).kind())
                .ifPresent(listener -> listener.done(progress.context(ordinal), result));
        lookLater(progress, ordinal);
        if (progress.attempts > 0
                || progress.limitedSince.isPresent()
                || item.unknownSince().isPresent()) {
            ledger.forgiveAttempts(item);
        }
        return progress.after(ordinal, result, held);
    }

    private void goOn(Progress progress) {
        if (progress.next < progress.plan.steps().size()) {
            intend(progress, progress.next);
            return;
        }
        Claimed item = progress.item;
        if (progress.stop.isPresent()) {
            // Asked for while the last step was under way: nothing is left to be kept from, but what waits is taken
            // back.
            stopped(progress, progress.next - 1, progress.stop.get(), Optional.empty());
            return;
        }
        ledger.complete(item);
        if (!progress.secrets.isEmpty()) {
            ledger.eraseSecrets(item);
        }
        log.info("{} run {} of tenant {} about {} is done", item.kind(), item.id(), item.tenant(), item.subject());
        handlers.listener(item.kind())
                .ifPresent(listener -> listener.completed(item.tenant(), item.id(), item.subject()));
    }

    /** Nothing more is sent for this step, but what was sent before may still arrive. */
    private void lookLater(Progress progress, int ordinal) {
        if (progress.repeat
                && handlers.knowsStep(progress.plan.steps().get(ordinal).kind())) {
            handlers.step(progress.plan.steps().get(ordinal).kind())
                    .laterLook(progress.context(ordinal))
                    .ifPresent(later -> ledger.enqueueLook(progress.item.tenant(), later, properties.lookAgainAfter()));
        }
    }

    private void intend(Progress progress, int ordinal) {
        Intent intent = intent(progress, ordinal);
        try {
            progress.intended(ordinal, ledger.intend(progress.item, ordinal, intent, purpose(progress, ordinal)));
        } catch (TenantFailure.NotInstalled left) {
            // Nothing ends here: what came before the step is recorded, and the run is parked.
            throw new CannotBegin(left);
        }
    }

    private Intent intent(Progress progress, int ordinal) {
        try {
            return handlers.step(progress.plan.steps().get(ordinal).kind()).intend(progress.context(ordinal));
        } catch (RuntimeException thrown) {
            // Nothing ends here: the reason is carried to where the step before is recorded.
            throw new CannotBegin(thrown);
        }
    }

    /** Waiting for a limit is no failed attempt; with nothing sent, the next attempt is as good as the first. */
    private void limited(Progress progress, int ordinal, LimitReached limit, boolean untried) {
        Claimed item = progress.item;
        log.debug(
                "step {} of run {} waits: {}",
                progress.plan.steps().get(ordinal).key(),
                item.id(),
                limit.code());
        transactions.writeOnly(item.tenant(), () -> ledger.waitForLimit(item, limit, untried));
    }

    private void failed(Progress progress, int ordinal, RuntimeException thrown) {
        failed(progress.item, progress.attempts, key(progress, ordinal), () -> lookLater(progress, ordinal), thrown);
    }

    private static String key(Progress progress, int ordinal) {
        return progress.plan.steps().get(ordinal).key();
    }

    private void failed(Claimed item, int attemptsBefore, String key, Runnable lookLater, RuntimeException thrown) {
        Failure failure = Unexpected.of(thrown);
        if (failure instanceof WaitsUntil) {
            log.debug("step {} of run {}: {}", key, item.id(), failure.explanation());
        } else if (failure instanceof PatientFailure) {
            log.info("step {} of run {} waits: {} {}", key, item.id(), failure.code(), failure.explanation());
        } else if (!(failure instanceof Unexpected)) {
            log.warn("step {} of run {} failed: {} {}", key, item.id(), failure.code(), failure.explanation());
        } else if (!outage.noticed(thrown)) {
            log.error("step {} of run {} failed", key, item.id(), thrown);
        }
        if (failure instanceof PatientFailure waiting) {
            transactions.writeOnly(item.tenant(), () -> ledger.waitFor(item, waiting, false));
            return;
        }
        int attempts = attemptsBefore + 1;
        if (failure instanceof UnknownKind unknown) {
            if (!transactions.write(item.tenant(), () -> ledger.leave(item, unknown))) {
                park(item, key, lookLater, failure);
            }
        } else if (properties.givesUp(failure, attempts)) {
            park(item, key, lookLater, failure);
        } else {
            Duration wait = backoff.after(attempts, thrown);
            transactions.writeOnly(item.tenant(), () -> ledger.retryLater(item, failure, wait));
        }
    }

    private void park(Claimed item, String stepKey, Runnable lookLater, Failure failure) {
        try {
            // At a site that has removed the app there is nobody to tell.
            boolean left = failure instanceof TenantFailure.NotInstalled;
            park(item, stepKey, lookLater, failure, left ? Optional.empty() : handlers.listener(item.kind()));
        } catch (FenceLost lost) {
            throw lost;
        } catch (RuntimeException thrown) {
            // An outage is thrown on; whatever else a listener throws is logged with its trace, and the run is parked.
            if (outage.noticed(thrown)) {
                throw thrown;
            }
            log.error("nobody could be told that run {} is parked", item.id(), thrown);
            park(item, stepKey, lookLater, failure, Optional.empty());
        }
    }

    private void park(Claimed item, String stepKey, Runnable lookLater, Failure failure, Optional<RunListener> told) {
        transactions.writeOnly(item.tenant(), () -> {
            ledger.park(item, failure);
            lookLater.run();
            announcements.afterCommit(new RunParked(
                    item.tenant(),
                    item.id(),
                    item.kind(),
                    item.subject(),
                    stepKey,
                    failure.code(),
                    failure.kind(),
                    clock.instant()));
            ObjectNode facts =
                    FailureFacts.of(failure).put("run", item.id().toString()).put("step", stepKey);
            List<String> calls = RemoteRequestIds.heardHere();
            if (!calls.isEmpty()) {
                calls.forEach(facts.putArray("remoteRequestIds")::add);
            }
            trail.record(new Entry(item.tenant(), "run.parked", item.subject(), facts, Map.of()));
            told.flatMap(listener -> listener.parked(item.tenant(), item.id(), item.subject(), stepKey, failure))
                    .ifPresent(run -> handOver(start(item.tenant(), item.slot(), run)));
        });
        log.warn(
                "{} run {} of tenant {} about {} is parked at step {}: {}",
                item.kind(),
                item.id(),
                item.tenant(),
                item.subject(),
                stepKey,
                failure.code());
    }

    /** The run that tells people is taken up by the slot's next execution. */
    private void handOver(Claimed run) {
        ledger.release(run, true);
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

    /** The intent of a step could not be made; what came before it is not in doubt. */
    private static final class CannotBegin extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final RuntimeException reason;

        CannotBegin(RuntimeException reason) {
            super(reason);
            this.reason = reason;
        }
    }

    /** How far a run has come; used by one thread. */
    private static final class Progress {

        private final Claimed item;
        private final Plan plan;
        private final Runnable beforeCall;
        private final Claims claims;
        private final Map<Integer, Intent> intents = new LinkedHashMap<>();
        private final Map<String, JsonNode> results = new LinkedHashMap<>();
        private final Map<String, Secret> secrets = new LinkedHashMap<>();
        private int next;
        private int attempts;
        private boolean repeat;
        private @Nullable RemoteRequestIds calls;
        private Optional<Instant> limitedSince;
        private Optional<Instant> confirmedAt;
        private Optional<Withdrawal> stop;
        private long heard;

        private Progress(Claimed item, Plan plan, Runnable beforeCall, Claims claims) {
            this.item = item;
            this.plan = plan;
            this.beforeCall = beforeCall;
            this.claims = claims;
            this.attempts = item.attempts();
            this.limitedSince = item.limitedSince();
            this.stop = item.stop();
            this.confirmedAt = item.doubted()
                    ? Optional.empty()
                    : Optional.of(plan.confirmedAt().orElse(item.createdAt()));
        }

        static Progress fresh(Claimed item, Plan plan, Runnable beforeCall, Claims claims) {
            return new Progress(item, plan, beforeCall, claims);
        }

        void intended(int ordinal, Intent intent) {
            intents.put(ordinal, intent);
            intent.secret()
                    .ifPresent(secret -> secrets.put(plan.steps().get(ordinal).key(), secret));
        }

        /** A copy that is one step further: what a transaction has not committed must not be remembered. */
        Progress after(int ordinal, StepResult result, Held held) {
            Progress after = new Progress(item, plan, beforeCall, claims);
            after.intents.putAll(intents);
            after.results.putAll(results);
            after.secrets.putAll(secrets);
            after.attempts = 0;
            after.limitedSince = Optional.empty();
            after.confirmedAt = confirmedAt;
            after.stop = this.stop;
            after.heard = heard;
            after.told(held);
            result.credential()
                    .ifPresent(
                            given -> after.secrets.put(plan.steps().get(ordinal).key(), given));
            after.done(ordinal, result.outputs());
            return after;
        }

        /** When the subject was signalled again while the run was at work, nothing is confirmed any more. */
        void told(Held held) {
            stop = held.stop().or(() -> stop);
            confirmedAt = held.heard() > heard ? Optional.empty() : confirmedAt;
            heard = held.heard();
        }

        void done(int ordinal, JsonNode facts) {
            results.put(plan.steps().get(ordinal).key(), facts);
            next = Math.max(next, ordinal + 1);
        }

        /** A time that is still to come, by another node's clock or before ours was put back, confirms nothing. */
        boolean isConfirmed(Instant since, Instant now) {
            return confirmedAt
                    .filter(at -> !at.isBefore(since) && !at.isAfter(now))
                    .isPresent();
        }

        Effort effort() {
            return new Effort(attempts + 1, calls == null ? List.of() : calls.heard());
        }

        RunSoFar soFar() {
            List<RunSoFar.Done> done = new ArrayList<>();
            for (PlannedStep step : plan.steps()) {
                JsonNode facts = results.get(step.key());
                if (facts != null) {
                    done.add(new RunSoFar.Done(step.key(), step.kind(), facts));
                }
            }
            return new RunSoFar(item.tenant(), item.id(), item.subject(), plan, done);
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
                    item.triedSince(),
                    beforeCall,
                    claims);
        }
    }
}
