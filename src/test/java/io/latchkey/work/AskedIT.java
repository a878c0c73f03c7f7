package io.latchkey.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.latchkey.platform.failure.FailureKind;
import io.latchkey.tenant.TenantFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person asks for: once more, or no more. */
class AskedIT extends WorkTest {

    @Test
    void goesOnWhereItStoppedAndLooksFirst() {
        steps.acts("b", step -> {
            throw new Refusal();
        });
        UUID run = start(run("1", "a", "b", "c"));
        await().until(() -> stateOf(run).state().equals("parked"));
        steps.acts("b", step -> result());
        steps.acted.clear();
        steps.looked.clear();

        assertThat(retry(run)).isInstanceOf(Retry.Accepted.class);
        assertThat(retry(run)).isNotInstanceOf(Retry.Accepted.class);

        await().until(() -> stateOf(run).state().equals("done"));
        assertThat(steps.looked).containsExactly("b");
        assertThat(steps.acted).containsExactly("b", "c");
        assertThat(count("select count(*) from audit_event where kind = 'run.retried'"))
                .isEqualTo(1);
    }

    @Test
    void tellsWhatStepsThereAre() {
        assertThat(work.stepKinds()).containsOnlyKeys("test.a", "test.b", "test.c", WaitUntilStep.KIND);
    }

    @Test
    void retriesOnlyWhatIsParked() {
        UUID run = start(run("1", "a"));
        await().until(() -> stateOf(run).state().equals("done"));

        assertThat(retry(run)).isEqualTo(new Retry.NotParked("done"));
        assertThat(retry(ids.next())).isEqualTo(new Retry.NoSuchRun());
    }

    @Test
    void tellsPackagesBelowThatARunAndALookAreParked() {
        steps.acts("a", step -> {
            throw new Refusal();
        });
        UUID run = start(run("1", "a"));
        await().until(() -> parked.runs.stream().anyMatch(event -> event.runId().equals(run)));
        looks.does(subject -> {
            throw new Refusal();
        });
        look("2");

        await().until(() -> parked.looks.stream()
                .anyMatch(event ->
                        event.tenant().equals(tenant) && event.subject().equals("2")));
        RunParked event = parked.runs.get(parked.runs.size() - 1);
        assertThat(event.step()).isEqualTo("a");
        assertThat(event.code()).isEqualTo("test.refused");
        assertThat(event.failureKind()).isEqualTo(FailureKind.CALLER);
    }

    @Test
    void stopsBeforeItsNextEffectWhenItIsDoubted() {
        AtomicInteger tries = new AtomicInteger();
        steps.acts("b", step -> {
            tries.incrementAndGet();
            throw new Later();
        });
        UUID run = start(run("1", "a", "b", "c"));
        await().until(() -> tries.get() == 1 && stateOf(run).attempts() == 1);
        NewRun note = run("2", "c");
        endings.follow = Optional.of(note);
        consents.withdrawal = Optional.of(new Withdrawal("test.closed", "It was closed."));

        transactions.writeOnly(tenant, () -> work.doubt(tenant, run));

        await().until(() -> stateOf(run).state().equals("stopped"));
        await().until(() -> isInState(note.id(), "done"));
        assertThat(stateOf(run).reasonCode()).isEqualTo("test.closed");
        assertThat(tries).hasValue(1);
        assertThat(endings.stopped).singleElement().satisfies(stopped -> {
            assertThat(stopped.run().done()).extracting(RunSoFar.Done::key).containsExactly("a");
            assertThat(stopped.begun()).contains("b");
        });
    }

    @Test
    void recordsWhatALookFindsBeforeItStops() {
        AtomicInteger tries = new AtomicInteger();
        steps.acts("b", step -> {
            tries.incrementAndGet();
            throw new Later();
        });
        steps.finds("b", Optional.of(result()));
        UUID run = start(run("1", "a", "b", "c"));
        await().until(() -> tries.get() == 1 && stateOf(run).attempts() == 1);
        consents.withdrawal = Optional.of(new Withdrawal("test.closed", "It was closed."));

        transactions.writeOnly(tenant, () -> work.doubt(tenant, run));

        await().until(() -> stateOf(run).state().equals("stopped"));
        assertThat(endings.stopped.get(0).run().done())
                .extracting(RunSoFar.Done::key)
                .containsExactly("a", "b");
        assertThat(steps.acted).doesNotContain("c");
    }

    @Test
    void asksNobodyWhileItsBeginningIsFresh() {
        consents.withdrawal = Optional.of(new Withdrawal("test.closed", "It was closed."));

        UUID run = start(run("1", "a", "b"));

        await().until(() -> stateOf(run).state().equals("done"));
        assertThat(consents.asked).hasValue(0);
    }

    /** By the clock of a node that is ahead, or before this one was put back. */
    /** Reading what a run rests on may take long. */
    @Test
    void asksWhenWhatItRestsOnWasReadLongAgo() {
        NewRun read = run("1", "a");
        Instant longAgo = Instant.now().minusSeconds(6);
        NewRun run = new NewRun(
                read.id(),
                read.kind(),
                read.subject(),
                read.partition(),
                read.plan().confirmedAt(longAgo));

        start(run);

        await().until(() -> stateOf(run.id()).state().equals("done"));
        assertThat(consents.asked).hasValue(1);
    }

    /** Much may have changed since it was parked. */
    @Test
    void asksWhenItIsRetried() {
        steps.acts("a", step -> {
            throw new Refusal();
        });
        UUID run = start(run("1", "a"));
        await().until(() -> stateOf(run).state().equals("parked"));
        steps.acts("a", step -> result());

        retry(run);

        await().until(() -> stateOf(run).state().equals("done"));
        assertThat(consents.asked).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"created_at - interval '6 seconds'", "created_at + interval '10 minutes'"})
    void asksBeforeItActsOnABeginningThatIsOldOrStillToCome(String beginning) {
        AtomicInteger tries = new AtomicInteger();
        steps.acts("a", step -> {
            tries.incrementAndGet();
            throw new Later();
        });
        UUID run = start(run("1", "a"));
        await().until(() -> stateOf(run).attempts() == 1);
        consents.withdrawal = Optional.of(new Withdrawal("test.closed", "It was closed."));

        transactions.writeOnly(
                tenant,
                () -> jdbc.sql("with due as (update work_item set created_at = " + beginning
                                + ", due_at = now() where id = ? returning slot)"
                                + " select true from due, wake_slot(?, slot, now())")
                        .params(run, tenant.value())
                        .query(Boolean.class)
                        .single());

        await().until(() -> stateOf(run).state().equals("stopped"));
        assertThat(tries).hasValue(1);
    }

    /** Two people at the same time: whoever cancels is answered by what the other has made of it. */
    @Test
    void stopsWhatIsBeingRetriedMeanwhile() throws Exception {
        UUID run = parkedAtB();
        CountDownLatch stopping = new CountDownLatch(1);
        AtomicReference<Cancel> answer = new AtomicReference<>();
        Thread other = new Thread(() -> {
            waitFor(stopping);
            answer.set(cancel(run));
        });
        other.start();

        transactions.writeOnly(tenant, () -> {
            assertThat(work.retry(tenant, run, "admin-1")).isInstanceOf(Retry.Accepted.class);
            stopping.countDown();
            await().until(() -> somebodyWaitsForALock() || !other.isAlive());
        });
        other.join(20_000);

        assertThat(answer.get()).isInstanceOf(Cancel.Accepted.class);
        await().until(() -> stateOf(run).state().equals("stopped"));
        assertThat(steps.acted).doesNotContain("b");
    }

    @Test
    void stopsWhatIsStoppedAlreadyNotAgain() throws Exception {
        UUID run = parkedAtB();
        CountDownLatch stopping = new CountDownLatch(1);
        AtomicReference<Cancel> answer = new AtomicReference<>();
        Thread other = new Thread(() -> {
            waitFor(stopping);
            answer.set(cancel(run));
        });
        other.start();

        transactions.writeOnly(tenant, () -> {
            assertThat(work.cancel(tenant, run, CANCELLED, "admin-1", "why")).isInstanceOf(Cancel.Accepted.class);
            stopping.countDown();
            await().until(() -> somebodyWaitsForALock() || !other.isAlive());
        });
        other.join(20_000);

        assertThat(answer.get()).isEqualTo(new Cancel.Over("stopped"));
        assertThat(count("select count(*) from audit_event where kind = 'run.cancelled'"))
                .isEqualTo(1);
    }

    private static final Withdrawal CANCELLED = new Withdrawal("test.cancelled", "It was cancelled.");

    private UUID parkedAtB() {
        steps.acts("b", step -> {
            throw new Refusal();
        });
        UUID run = start(run("1", "a", "b", "c"));
        await().until(() -> stateOf(run).state().equals("parked"));
        steps.acts("b", step -> result());
        steps.acted.clear();
        return run;
    }

    private Cancel cancel(UUID run) {
        return transactions.write(tenant, () -> work.cancel(tenant, run, CANCELLED, "admin-2", "why"));
    }

    /** Asked on the connection of whoever holds the lock. */
    private boolean somebodyWaitsForALock() {
        return jdbc.sql("select exists (select from pg_locks where not granted)")
                .query(Boolean.class)
                .single();
    }

    /** What waits before its first call, and is stopped there, has done nothing to anything. */
    @Test
    void whatWasStoppedBeforeItSentAnythingHasNotActed() {
        claimsInB();
        steps.acts("b", step -> {
            throw new Limited();
        });
        UUID run = start(run("1", "a", "b"));
        await().until(() -> "test.limited".equals(stateOf(run).reasonCode()));
        assertThat(isActedOn()).isTrue();

        assertThat(cancel(run)).isInstanceOf(Cancel.Accepted.class);

        await().until(() -> stateOf(run).state().equals("stopped"));
        assertThat(endings.stopped)
                .singleElement()
                .satisfies(stopped -> assertThat(stopped.begun()).isEmpty());
        assertThat(isActedOn()).isFalse();
    }

    @Test
    void whatWasStoppedAfterItMayHaveSentSomethingHasActed() {
        claimsInB();
        steps.acts("b", step -> {
            throw new Later();
        });
        UUID run = start(run("1", "a", "b"));
        await().until(() -> "test.later".equals(stateOf(run).reasonCode()));

        cancel(run);

        await().until(() -> stateOf(run).state().equals("stopped"));
        assertThat(isActedOn()).isTrue();
    }

    @Test
    void whatWasRecordedStaysDoneWhenTheRunIsStopped() {
        claimsInB();
        steps.acts("c", step -> {
            throw new Limited();
        });
        UUID run = start(run("1", "a", "b", "c"));
        await().until(() -> "test.limited".equals(stateOf(run).reasonCode()));

        cancel(run);

        await().until(() -> stateOf(run).state().equals("stopped"));
        assertThat(isActedOn()).isTrue();
    }

    /** The site was switched off between two steps. */
    @Test
    void whatWasParkedBeforeItSentAnythingAndIsStoppedHasNotActed() {
        claimsInB();
        steps.acts("a", step -> {
            gates.failure = Optional.of(new Refusal());
            return result();
        });
        UUID run = start(run("1", "a", "b"));
        await().until(() -> stateOf(run).state().equals("parked"));
        assertThat(isActedOn()).isTrue();

        assertThat(cancel(run)).isInstanceOf(Cancel.Accepted.class);

        assertThat(endings.stopped)
                .singleElement()
                .satisfies(stopped -> assertThat(stopped.begun()).isEmpty());
        assertThat(isActedOn()).isFalse();
    }

    @Test
    void whatWasParkedAfterItMayHaveSentSomethingHasActed() {
        claimsInB();
        UUID run = parkedAtB();

        cancel(run);

        assertThat(stateOf(run).state()).isEqualTo("stopped");
        assertThat(isActedOn()).isTrue();
    }

    /** The site removes the app while the last step is under way: nobody is told, and nothing of it is lost. */
    @Test
    void recordsItsLastStepAlsoWhenNobodyCanBeTold() {
        NewRun note = run("2", "c");
        endings.follow = Optional.of(note);
        NewRun run = run("1", "a");
        steps.acts("a", step -> {
            cancel(run.id());
            transactions.writeOnly(
                    tenant,
                    () -> jdbc.sql("update tenant set state = 'uninstalled' where tenant_id = ?")
                            .param(tenant.value())
                            .update());
            return result();
        });

        start(run);

        await().until(() -> !stateOf(run.id()).state().equals("waiting"));
        assertThat(stateOf(run.id()))
                .returns("stopped", RunState::state)
                .returns("test.cancelled", RunState::reasonCode);
        assertThat(stateOf(run.id()).steps().get(0).state()).isEqualTo("done");
        assertThat(endings.stopped).hasSize(1);
        assertThat(transactions.read(tenant, () -> work.run(tenant, note.id()))).isEmpty();
    }

    private void claimsInB() {
        steps.intends("b", new Intent(StepResult.nothing(), Optional.empty(), Optional.of(CLAIM)));
    }

    private boolean isActedOn() {
        return transactions.read(
                tenant, () -> work.isActedOnByOthers(tenant, List.of(CLAIM), Instant.EPOCH, List.of()));
    }

    private static final String CLAIM = "the account";

    /** What the gate waits for may take days; whoever wants it stopped does not. */
    @Test
    void stopsBehindAClosedGate() {
        steps.acts("a", step -> {
            gates.failure = Optional.of(new Later());
            return result();
        });
        UUID run = start(run("1", "a", "b"));
        await().until(() -> "test.later".equals(stateOf(run).reasonCode()));

        assertThat(cancel(run)).isInstanceOf(Cancel.Accepted.class);

        await().until(() -> stateOf(run).state().equals("stopped"));
        assertThat(stateOf(run).reasonCode()).isEqualTo("test.cancelled");
        assertThat(steps.acted).containsExactly("a");
    }

    /** The step cannot even be intended; it is not tried again and again without a pause. */
    @Test
    void stopsWhereTheNextStepCannotBegin() {
        AtomicInteger tries = new AtomicInteger();
        steps.acts("a", step -> {
            tries.incrementAndGet();
            return result();
        });
        steps.refusesToIntend("b", new Later());
        UUID run = start(run("1", "a", "b"));
        await().until(() -> "test.later".equals(stateOf(run).reasonCode()));

        assertThat(cancel(run)).isInstanceOf(Cancel.Accepted.class);

        await().until(() -> stateOf(run).state().equals("stopped"));
        assertThat(stateOf(run).reasonCode()).isEqualTo("test.cancelled");
        assertThat(tries).hasValue(1);
    }

    /** Somebody wanted it stopped while it met what parked it; that is gone, and their wish is not. */
    @Test
    void aWishToStopOutlivesWhatParkedTheRun() {
        NewRun run = run("1", "a");
        steps.acts("a", step -> {
            cancel(run.id());
            throw new TenantFailure.MissingScope("write:jira-work");
        });
        start(run);
        await().until(() -> stateOf(run.id()).state().equals("parked"));
        AtomicInteger again = new AtomicInteger();
        steps.acts("a", step -> {
            again.incrementAndGet();
            return result();
        });

        int retried = transactions.write(
                tenant, () -> work.retryParked(tenant, TenantFailure.MissingScope.CODE, Instant.EPOCH, 10));

        assertThat(retried).isEqualTo(1);
        await().until(() -> stateOf(run.id()).state().equals("stopped"));
        assertThat(stateOf(run.id()).reasonCode()).isEqualTo("test.cancelled");
        assertThat(again).hasValue(0);
    }

    private Retry retry(UUID run) {
        return transactions.write(tenant, () -> work.retry(tenant, run, "admin-1"));
    }
}
