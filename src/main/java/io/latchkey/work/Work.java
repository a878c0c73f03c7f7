package io.latchkey.work;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.function.SingletonSupplier;

/** The face of work to the packages below it. */
@Component
public class Work {

    /** No slot: whichever is a run's own has to be woken. */
    private static final int NO_SLOT = -1;

    private final Ledger ledger;
    private final RunWorker runs;
    private final Handlers handlers;
    private final Trail trail;
    /** Found when it is first needed: it needs the tasks, which need this. */
    private final Supplier<Scheduler> scheduler;

    Work(Ledger ledger, RunWorker runs, Handlers handlers, Trail trail, ObjectProvider<Scheduler> scheduler) {
        this.ledger = ledger;
        this.runs = runs;
        this.handlers = handlers;
        this.trail = trail;
        this.scheduler = SingletonSupplier.of(scheduler::getObject);
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
     * Starts a run that follows from no look, with the intent of its first step, inside the caller's open transaction; it
     * begins once that is committed.
     *
     * @throws io.latchkey.tenant.TenantFailure.NotInstalled when the tenant has left, and the first step is not for what
     *     still goes on then
     */
    public void start(TenantId tenant, NewRun run) {
        ledger.release(runs.start(tenant, NO_SLOT, run), true);
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

    /**
     * The runs of a kind that are parked and may be tried again by now without anybody's word, inside the caller's open
     * transaction: the longer one has been parked, the rarer, and after a while ({@code latchkey.work.revive-for}) no more.
     *
     * @param except codes of reasons for which none is tried again
     * @param most how many, the oldest first
     */
    public List<UUID> revivable(TenantId tenant, String kind, Collection<String> except, int most) {
        return ledger.revivable(tenant, kind, except, most);
    }

    /**
     * Tries parked runs again without anybody's word, inside the caller's open transaction; whoever knows is asked first whether
     * they are still wanted. What is not parked is left alone.
     */
    public void revive(TenantId tenant, Collection<UUID> runs) {
        ledger.reviveRuns(tenant, runs);
        nudgeAfterCommit();
    }

    /**
     * Tries a parked run as if it had been started now, inside the caller's open transaction: as often and for as long. Its step
     * looks first whether an earlier attempt took effect.
     *
     * @return false when it is not parked, or was forgotten
     */
    public boolean renew(TenantId tenant, UUID run) {
        boolean renewed = ledger.renew(tenant, run);
        nudgeAfterCommit();
        return renewed;
    }

    /**
     * Tries again what was parked for a reason that is gone, looks and runs, as {@link #retry} does with one; inside the
     * caller's open transaction. The trail says of each run why.
     *
     * @param from when they go on
     * @param most how many at once
     * @return how many
     */
    int retryParked(TenantId tenant, String reasonCode, Instant from, int most) {
        List<Ledger.Retried> retried = ledger.retryParked(tenant, reasonCode, from, most);
        retried.stream()
                .filter(Ledger.Retried::isRun)
                .forEach(run -> trail.record(Entry.of(tenant, "run.retried", run.subject())
                        .withFacts(StepResult.nothing()
                                .put("run", run.id().toString())
                                .put("gone", reasonCode))));
        nudgeAfterCommit();
        return retried.size();
    }

    /** How much waits for a token with which the tenant's site can be called; inside the caller's open transaction. */
    public int waitingForToken(TenantId tenant) {
        return ledger.waitingForToken(tenant);
    }

    /**
     * Looks of a kind that are parked, by reason, the most of them first; inside the caller's open transaction. Those that were parked
     * earlier and were not tried again since are not told of any more: mostly what they were to look at is hidden from the app
     * for good.
     */
    public List<ParkedLooks> parkedLooks(TenantId tenant, String kind, Instant since) {
        return ledger.parkedLooks(tenant, kind, since);
    }

    /**
     * Tries a parked run again from where it stopped, inside the caller's open transaction. Its failures are forgotten; the
     * step looks first whether an earlier attempt took effect. Asked twice, the second finds it no longer parked.
     *
     * @param by who asked: an account id
     */
    public Retry retry(TenantId tenant, UUID runId, String by) {
        Optional<Ledger.Standing> standing = ledger.standing(tenant, runId);
        if (standing.isEmpty()) {
            return new Retry.NoSuchRun();
        }
        if (!ledger.retry(tenant, runId)) {
            return new Retry.NotParked(
                    ledger.standing(tenant, runId).orElseThrow().state());
        }
        trail.record(Entry.of(tenant, "run.retried", standing.get().subject())
                .withFacts(StepResult.nothing().put("run", runId.toString()).put("by", by)));
        nudgeAfterCommit();
        return new Retry.Accepted();
    }

    /**
     * Stops a run before its next effect, inside the caller's open transaction: one that is parked at once, one that waits or
     * is under way when it is taken up, or has recorded the step that it does. What an earlier attempt of a step did is
     * looked up first, unless the other side does not tell. Its {@link RunListener} hears that it was stopped.
     *
     * @param by who asked: an account id
     * @param words why, in their words; kept in the trail, where it can be erased
     */
    public Cancel cancel(TenantId tenant, UUID runId, Withdrawal why, String by, String words) {
        // Whoever lets it go on or stops it at the same time is done first: what is answered is what becomes of it.
        Optional<Ledger.Standing> standing = ledger.standingToChange(tenant, runId);
        if (standing.isEmpty()) {
            return new Cancel.NoSuchRun();
        }
        if (!stops(tenant, runId, standing.get(), why)) {
            return new Cancel.Over(standing.get().state());
        }
        trail.record(cancelled(tenant, runId, standing.get(), by, words));
        nudgeAfterCommit();
        return new Cancel.Accepted();
    }

    /**
     * Stops a run that is not needed any more as {@link #cancel} does, inside the caller's open transaction; nobody asked for it,
     * so that the trail says only that it was stopped. One that is over is left so.
     */
    public void stopUnneeded(TenantId tenant, UUID runId, Withdrawal why) {
        boolean stops = ledger.standingToChange(tenant, runId)
                .filter(standing -> stops(tenant, runId, standing, why))
                .isPresent();
        if (stops) {
            nudgeAfterCommit();
        }
    }

    private boolean stops(TenantId tenant, UUID runId, Ledger.Standing standing, Withdrawal why) {
        return switch (standing.state()) {
            case "waiting" -> ledger.askToStop(tenant, runId, why);
            case "parked" -> stopsParked(tenant, runId, why);
            default -> false;
        };
    }

    private boolean stopsParked(TenantId tenant, UUID runId, Withdrawal why) {
        Stopped stopped = stop(parked(tenant, runId).orElseThrow(), why);
        stopped.note().ifPresent(note -> start(tenant, note));
        return stopped.did();
    }

    private static Entry cancelled(TenantId tenant, UUID runId, Ledger.Standing run, String by, String words) {
        return Entry.of(tenant, "run.cancelled", run.subject())
                .withFacts(StepResult.nothing().put("run", runId.toString()).put("by", by))
                .withPersonal(Map.of("why", Secret.of(words)));
    }

    /** How far a run has come, when it waits or is under way; inside the caller's open transaction. */
    public Optional<RunSoFar> underWay(TenantId tenant, UUID runId) {
        return soFar(tenant, runId, "waiting");
    }

    /** How far a run has come, when it is parked; inside the caller's open transaction. */
    public Optional<RunSoFar> parked(TenantId tenant, UUID runId) {
        return soFar(tenant, runId, "parked");
    }

    private Optional<RunSoFar> soFar(TenantId tenant, UUID runId, String state) {
        Optional<Ledger.Standing> standing =
                ledger.standing(tenant, runId).filter(run -> run.state().equals(state));
        if (standing.isEmpty()) {
            return Optional.empty();
        }
        Plan plan = ledger.plan(tenant, runId);
        Ledger.History history = ledger.history(tenant, runId);
        List<RunSoFar.Done> done = new ArrayList<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            if (history.outcomes().containsKey(i)) {
                PlannedStep step = plan.steps().get(i);
                done.add(new RunSoFar.Done(
                        step.key(), step.kind(), history.outcomes().get(i)));
            }
        }
        return Optional.of(new RunSoFar(tenant, runId, standing.get().subject(), plan, done));
    }

    /**
     * Stops a parked run that people do not want any more, inside the caller's open transaction; its {@link RunListener}
     * hears so.
     *
     * @return a run that tells people; nothing when the run is not parked any more
     */
    public Optional<NewRun> stopParked(RunSoFar run, Withdrawal why) {
        return stop(run, why).note();
    }

    /**
     * What came of stopping a parked run.
     *
     * @param did false when it was not parked any more
     * @param note the run that tells people, if any
     */
    private record Stopped(boolean did, Optional<NewRun> note) {}

    private Stopped stop(RunSoFar run, Withdrawal why) {
        Optional<Ledger.Ended> ended = ledger.stopParked(run.tenant(), run.id(), why);
        if (ended.isEmpty()) {
            return new Stopped(false, Optional.empty());
        }
        ledger.eraseSecrets(run.tenant(), run.id());
        int next = run.done().size();
        String step = ledger.plan(run.tenant(), run.id()).steps().get(next).key();
        boolean begun = !ended.get().untried()
                && ledger.history(run.tenant(), run.id()).intents().containsKey(next);
        if (!begun) {
            ledger.unclaim(run.tenant(), run.id(), next);
        }
        trail.record(RunWorker.stopped(run, step, why));
        Optional<NewRun> note = handlers.listener(ended.get().kind())
                .flatMap(listener ->
                        listener.stopped(new StoppedRun(run, why, begun ? Optional.of(step) : Optional.empty())));
        return new Stopped(true, note);
    }

    /**
     * Somebody has seen that a waiting run may not be wanted any more, inside the caller's open transaction: it goes on at
     * once, looks whether its last step took effect, and asks its {@link RunConsent} before it does anything more.
     */
    public void doubt(TenantId tenant, UUID runId) {
        if (ledger.doubt(tenant, runId)) {
            nudgeAfterCommit();
        }
    }

    /**
     * Forgets what runs hold that have ended and were kept long enough: plans, outcomes, and credentials that were never
     * delivered; inside the caller's open transaction. A run that was forgotten cannot be run again.
     */
    public void forgetEnded(TenantId tenant) {
        ledger.forgetEnded(tenant);
    }

    /** Lets runs be forgotten as soon as they have ended, however long they were to be kept; inside the caller's open transaction. */
    public void forgetOnceEnded(TenantId tenant, Collection<UUID> runs) {
        ledger.keepNoLonger(tenant, runs);
    }

    /** Lets this node look for due work at once, after the open transaction is committed if there is one. */
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
        scheduler.get().triggerCheckForDueExecutions();
    }

    /**
     * Erases the credential that an earlier step of this run left, inside the transaction that keeps it elsewhere: it is not in
     * two places. No later step of the run gets it after a restart.
     */
    public void eraseCredential(StepContext step, String key) {
        ledger.eraseSecret(step.tenant(), step.runId(), step.ordinalOf(key));
    }

    /** Which of these runs do not go on by themselves any more, however they ended; inside the caller's open transaction. */
    public List<UUID> notWaiting(TenantId tenant, Collection<UUID> runs) {
        return ledger.notWaiting(tenant, runs);
    }

    /**
     * Whether another run than these did what one of the {@linkplain Intent#claim() claims} says since then, or has set out to
     * and has not ended; inside the caller's open transaction.
     */
    public boolean isActedOnByOthers(TenantId tenant, Collection<String> claims, Instant since, Collection<UUID> runs) {
        return ledger.isActedOnByOthers(tenant, claims, since, runs);
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
