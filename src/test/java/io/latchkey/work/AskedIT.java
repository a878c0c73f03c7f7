package io.latchkey.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.latchkey.platform.failure.FailureKind;
import java.time.Instant;
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
    }

    private Retry retry(UUID run) {
        return transactions.write(tenant, () -> work.retry(tenant, run, "admin-1"));
    }
}
