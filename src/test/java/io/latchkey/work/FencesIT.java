package io.latchkey.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A crash is an Error out of the handler: nothing more is written, the lease is left to run out. */
class FencesIT extends WorkTest {

    @Autowired
    private WorkProperties properties;

    @Test
    void goesOnAfterACrashBetweenAnyTwoSteps() {
        for (String crashing : List.of("a", "b", "c")) {
            steps.reset();
            Claimed item = startHeld(run("crash-" + crashing, "a", "b", "c"));
            steps.acts(crashing, step -> {
                throw new Crash();
            });
            crash(item);
            steps.acts(crashing, step -> result());

            Claimed taken = takeOver(item);
            runs.resume(taken, () -> false);

            assertThat(stateOf(item.id()).state()).isEqualTo("done");
            assertThat(steps.looked).containsExactly(crashing);
            assertThat(steps.acted).startsWith("a").endsWith("c").doesNotHaveDuplicates();
        }
    }

    @Test
    void writesNothingOnceAnotherWorkerHasTakenOver() {
        Claimed item = startHeld(run("1", "a", "b"));
        steps.acts("a", step -> {
            takeOver(item);
            return result();
        });

        Throwable thrown = catchThrowable(() -> runs.resumeStarted(item, () -> false));

        assertThat(thrown).isInstanceOf(FenceLost.class);
        assertThat(outcomes(item.id())).isZero();
    }

    @Test
    void tellsNobodyOfAnEndOnceAnotherWorkerHasTakenOver() {
        Claimed item = startHeld(run("1", "a"));
        steps.acts("a", step -> {
            takeOver(item);
            throw new Refusal();
        });

        Throwable thrown = catchThrowable(() -> runs.resumeStarted(item, () -> false));

        assertThat(thrown).isInstanceOf(FenceLost.class);
        assertThat(stateOf(item.id()).state()).isEqualTo("waiting");
        assertThat(endings.parked).isEmpty();
        assertThat(count("select count(*) from audit_event where kind = 'run.parked'"))
                .isZero();
    }

    /** Whatever else is in the transaction is rolled back with it. */
    @Test
    void noWriteOfAWorkerThatLostItsItemCommits() {
        Claimed item = startHeld(run("1", "a"));
        takeOver(item);

        Map<String, Runnable> writes = new LinkedHashMap<>();
        writes.put("hold", () -> ledger.hold(item, List.of()));
        writes.put("renew", () -> ledger.renew(item));
        writes.put("forgive", () -> ledger.forgiveAttempts(item));
        writes.put("complete", () -> ledger.complete(item));
        writes.put("wait", () -> ledger.waitFor(item, new Passing(), false));
        writes.put("wait for a limit", () -> ledger.waitForLimit(item, new Limited(), false));
        writes.put("retry later", () -> ledger.retryLater(item, new Refusal(), Duration.ofSeconds(1)));
        writes.put("leave", () -> ledger.leave(item, new UnknownKind("step", "test.none", Set.of())));
        writes.put("park", () -> ledger.park(item, new Refusal()));
        writes.put("stop", () -> ledger.stop(item, new Withdrawal("test.closed", "It was closed.")));
        writes.put("release", () -> ledger.release(item, false));
        writes.put("park a look", () -> ledger.parkLook(item, new Refusal()));
        writes.put("end a look", () -> ledger.endLook(item));

        writes.forEach((name, write) -> assertThat(catchThrowable(() -> transactions.writeOnly(tenant, write::run)))
                .as(name)
                .isInstanceOf(FenceLost.class));
    }

    /** A lease of 12 s and calls of at most 8 s: one that begins after more than 4 s needs a new lease. */
    @Test
    void aCallThatCouldOutliveItsLeaseRenewsItFirst() {
        Claimed item = startHeld(run("1", "a"));
        AtomicLong now = new AtomicLong(item.claimedNanos());
        Runnable beforeCall = new LeaseKeeper(transactions, ledger, properties, now::get).keeping(item);
        leaseEndsIn(item, 5);

        now.addAndGet(Duration.ofSeconds(4).toNanos());
        beforeCall.run();
        assertThat(leaseLeft(item)).isLessThanOrEqualTo(5);

        now.addAndGet(1);
        beforeCall.run();
        assertThat(leaseLeft(item)).isGreaterThan(5);

        leaseEndsIn(item, 5);
        now.addAndGet(Duration.ofSeconds(4).toNanos());
        beforeCall.run();
        assertThat(leaseLeft(item)).as("since it was renewed").isLessThanOrEqualTo(5);

        takeOver(item);
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(catchThrowable(beforeCall::run)).isInstanceOf(FenceLost.class);
    }

    private void leaseEndsIn(Claimed item, int seconds) {
        transactions.writeOnly(
                tenant,
                () -> jdbc.sql("update work_item set lease_until = lease_now() + make_interval(secs => ?) where id = ?")
                        .params(seconds, item.id())
                        .update());
    }

    private int leaseLeft(Claimed item) {
        return count("select ceil(extract(epoch from lease_until - lease_now()))::integer from work_item where id = '"
                + item.id() + "'");
    }

    @Test
    void looksWhenAWorkerVanishedThatHadTakenWhatWasUntried() {
        Claimed item = startHeld(run("1", "a"));
        limitedAtFirst(item);

        Claimed vanished = takeOver(item);
        Claimed taken = takeOver(item);
        runs.resume(taken, () -> false);

        assertThat(vanished.untried()).isTrue();
        assertThat(taken.untried()).isFalse();
        assertThat(steps.looked).containsExactly("a");
    }

    @Test
    void givesWhatWaitsForLimitsForHoursToAPerson() {
        Claimed item = startHeld(run("1", "a"));
        limitedAtFirst(item);
        steps.acts("a", step -> {
            throw new Limited();
        });
        transactions.writeOnly(
                tenant,
                () -> jdbc.sql("update work_item set limited_since = limited_since - interval '12 hours'")
                        .update());

        runs.resume(takeOver(item), () -> false);

        assertThat(stateOf(item.id()).state()).isEqualTo("parked");
        assertThat(stateOf(item.id()).reasonCode()).isEqualTo("test.limited");
    }

    @Test
    void handsUnfinishedWorkBackWhenTheNodeStops() {
        Claimed item = startHeld(run("1", "a", "b"));
        AtomicInteger asked = new AtomicInteger();

        runs.resumeStarted(item, () -> asked.incrementAndGet() > 1);

        assertThat(steps.acted).containsExactly("a");
        Claimed taken = ledger.claim(tenant, item.slot()).orElseThrow();
        assertThat(taken.fence()).isGreaterThan(item.fence());
    }

    private Claimed startHeld(NewRun run) {
        return transactions.write(tenant, () -> runs.start(tenant, slotOf(run), run));
    }

    /** The run's own slot, so that nothing is woken and the scheduler leaves the item to this test. */
    private int slotOf(NewRun run) {
        return jdbc.sql("select slot_of(?, 4)")
                .param(run.partition())
                .query(Integer.class)
                .single();
    }

    private void crash(Claimed item) {
        assertThat(catchThrowable(() -> runs.resumeStarted(item, () -> false))).isInstanceOf(Crash.class);
    }

    private Claimed takeOver(Claimed item) {
        transactions.writeOnly(
                tenant,
                () -> jdbc.sql("update work_item set lease_until = lease_now(), due_at = created_at"
                                + " where tenant_id = ? and id = ?")
                        .params(tenant.value(), item.id())
                        .update());
        return ledger.claim(tenant, item.slot()).orElseThrow();
    }

    private Throwable catchThrowable(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(call);
        assertThat(thrown).isNotNull();
        return thrown;
    }

    private void limitedAtFirst(Claimed item) {
        steps.acts("a", step -> {
            throw new Limited();
        });
        runs.resumeStarted(item, () -> false);
        steps.acts("a", step -> result());
        assertThat(stateOf(item.id()).state()).isEqualTo("waiting");
    }

    private int outcomes(UUID run) {
        return count("select count(*) from step_outcome where work_id = '" + run + "'");
    }

    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }
}
