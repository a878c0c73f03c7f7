package io.latchkey.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What fails is looked up and tried again, what waits for a limit is not counted, and what will not pass is parked. */
class RetriesIT extends WorkTest {

    @Test
    void looksBeforeItRepeatsAfterAFailure() {
        AtomicInteger tries = new AtomicInteger();
        steps.acts("a", step -> {
            if (tries.incrementAndGet() == 1) {
                throw new Passing();
            }
            return result();
        });

        start(run("1", "a"));

        await().until(() -> endings.completed.contains("1"));
        assertThat(steps.looked).containsExactly("a");
        assertThat(tries).hasValue(2);
    }

    @Test
    void adoptsWhatALookFindsAndDoesNotRepeatIt() {
        AtomicInteger tries = new AtomicInteger();
        steps.acts("a", step -> {
            tries.incrementAndGet();
            throw new Passing();
        });
        steps.finds("a", Optional.of(result()));

        start(run("1", "a"));

        await().until(() -> endings.completed.contains("1"));
        assertThat(tries).hasValue(1);
    }

    /** An attempt whose answer was lost may take effect later than the one that was recorded, or than the last. */
    @Test
    void looksOnceMoreAWhileAfterAStepThatWasRepeated() {
        AtomicInteger tries = new AtomicInteger();
        steps.looksLater("a", new LaterLook(Looks.KIND, "later a"));
        steps.looksLater("b", new LaterLook(Looks.KIND, "later b"));
        steps.looksLater("c", new LaterLook(Looks.KIND, "later c"));
        steps.acts("b", step -> {
            if (tries.incrementAndGet() == 1) {
                throw new Passing();
            }
            return result();
        });
        start(run("1", "a", "b"));
        await().until(() -> endings.completed.contains("1"));
        steps.acts("c", step -> {
            throw new Passing();
        });
        UUID parked = start(run("2", "c"));
        await().until(() -> isInState(parked, "parked"));

        assertThat(state("later a")).as("it was tried once").isEqualTo("gone");
        assertThat(count("select count(*) from work_item where subject in ('later b', 'later c')"
                        + " and due_at between now() + interval '30 seconds' and now() + interval '60 seconds'"))
                .isEqualTo(2);
    }

    /** Three failed attempts would park it. */
    @Test
    void waitsForLimitsWithoutCountingThemAndWithoutALookWhereNothingWasSent() {
        AtomicInteger tries = new AtomicInteger();
        steps.acts("a", step -> {
            if (tries.incrementAndGet() <= 5) {
                throw new Limited();
            }
            return result();
        });

        UUID run = start(run("1", "a", "b"));

        await().until(() -> endings.completed.contains("1"));
        assertThat(tries).hasValue(6);
        assertThat(steps.looked).isEmpty();
        assertThat(stateOf(run).reasonCode()).isNull();
        assertThat(count("select count(*) from work_item where limited_since is not null"))
                .isZero();
    }

    /** What shows late is waited for since then. */
    @Test
    void countsFromTheEndOfAWaitInWhichNothingWasSent() {
        List<Optional<Instant>> since = new ArrayList<>();
        steps.acts("a", step -> {
            since.add(step.triedSince());
            switch (since.size()) {
                case 1 -> throw new Limited();
                case 2, 3 -> throw new Passing();
                default -> throw new Refusal();
            }
        });

        UUID run = start(run("1", "a"));
        await().until(() -> isInState(run, "parked"));
        assertThat(since).hasSize(4);
        assertThat(since.get(0)).as("the intent is the beginning").isEmpty();
        assertThat(since.get(1)).as("it was taken up again, with nothing sent").isPresent();
        assertThat(since.get(2)).as("something may have been sent").isEqualTo(since.get(1));
        assertThat(since.get(3)).isEqualTo(since.get(1));

        transactions.writeOnly(tenant, () -> work.retry(tenant, run, "somebody"));
        await().until(() -> since.size() == 5 && isInState(run, "parked"));
        assertThat(since.get(4).orElseThrow())
                .as("a person has let it begin anew")
                .isAfter(since.get(3).orElseThrow());
    }

    @Test
    void looksAfterALimitThatWasMetByACall() {
        AtomicInteger tries = new AtomicInteger();
        steps.acts("a", step -> {
            if (tries.incrementAndGet() == 1) {
                budgets.take(List.of(aCall()));
                throw new Limited();
            }
            return result();
        });

        start(run("1", "a"));

        await().until(() -> endings.completed.contains("1"));
        assertThat(steps.looked).containsExactly("a");
    }

    /** What it lacked the last time is what it asks for first; until that is there, its step is not begun. */
    @Test
    void beginsNothingWhileWhatItLackedIsStillLacking() {
        AtomicInteger tries = new AtomicInteger();
        Demand call = aCall();
        budgets.close(call.key(), call.allowance(), Duration.ofSeconds(2));
        steps.acts("a", step -> {
            tries.incrementAndGet();
            if (budgets.take(List.of(call)).isPresent()) {
                throw new Limited();
            }
            return result();
        });

        start(run("1", "a"));

        await().until(() -> endings.completed.contains("1"));
        assertThat(tries).hasValue(2);
    }

    /** What is perhaps not wanted any more must not wait for a limit until it is asked about. */
    @Test
    void stopsADoubtedRunThatWaitsForALimit() {
        AtomicInteger tries = new AtomicInteger();
        Demand call = aCall();
        budgets.close(call.key(), call.allowance(), Duration.ofMinutes(10));
        steps.acts("a", step -> {
            tries.incrementAndGet();
            budgets.take(List.of(call));
            throw new Limited();
        });
        UUID run = start(run("1", "a"));
        await().until(() -> dueInMinutes(run));
        consents.withdrawal = Optional.of(new Withdrawal("test.closed", "It was closed."));

        transactions.writeOnly(tenant, () -> work.doubt(tenant, run));

        await().until(() -> isInState(run, "stopped"));
        assertThat(tries).hasValue(1);
    }

    /** Its own word says 10 ms; the bucket says how long it really is. */
    private boolean dueInMinutes(UUID run) {
        return count("select count(*) from work_item where id = '" + run
                        + "' and state = 'waiting' and due_at > now() + interval '5 minutes'")
                == 1;
    }

    /** Its look may have been due to a call of an earlier attempt. */
    @Test
    void looksAgainAfterALimitThatKeptItFromLooking() {
        AtomicInteger tries = new AtomicInteger();
        AtomicInteger looked = new AtomicInteger();
        steps.acts("a", step -> {
            if (tries.incrementAndGet() == 1) {
                throw new Passing();
            }
            return result();
        });
        steps.onLook("a", () -> {
            if (looked.incrementAndGet() == 1) {
                throw new Limited();
            }
        });

        start(run("1", "a"));

        await().until(() -> endings.completed.contains("1"));
        assertThat(looked).hasValue(2);
    }

    @Test
    void parksARunWhoseNextStepCannotBegin() {
        steps.refusesToIntend("b", new Refusal());

        UUID run = start(run("1", "a", "b"));

        await().until(() -> isInState(run, "parked"));
        assertThat(stateOf(run).steps()).extracting(RunState.Step::state).containsExactly("done", "planned");
    }

    @Test
    void parksARunWhoseNextStepFailsToBeginEveryTime() {
        steps.refusesToIntend("b", new IllegalStateException("poison"));

        UUID run = start(run("1", "a", "b"));

        await().until(() -> isInState(run, "parked"));
        assertThat(steps.acted).containsExactly("a");
        assertThat(stateOf(run).steps()).extracting(RunState.Step::state).containsExactly("done", "planned");
    }

    @Test
    void parksAndTellsPeople() {
        steps.acts("a", step -> {
            throw new Refusal();
        });
        endings.follow = Optional.of(run("note", "b"));

        UUID run = start(run("1", "a"));

        await().until(() -> steps.acted.contains("b"));
        RunState parked = stateOf(run);
        assertThat(parked.state()).isEqualTo("parked");
        assertThat(parked.reasonCode()).isEqualTo("test.refused");
        assertThat(endings.parked).containsExactly("1");
    }

    @Test
    void givesUpAfterTheLastAttempt() {
        steps.acts("a", step -> {
            throw new Passing();
        });

        UUID run = start(run("1", "a"));

        await().until(() -> isInState(run, "parked"));
        assertThat(stateOf(run).reasonCode()).isEqualTo("test.passing");
    }

    @Test
    void triesAParkedRunAgainAfterAWhileWhereThatIsAskedFor() {
        steps.acts("a", step -> {
            throw new Refusal();
        });
        UUID run = park(run("1", "a"));
        UUID another = park(run("2", "a"));
        UUID old = park(run("3", "a"));
        steps.acts("a", step -> result());

        assertThat(revivable("test.other")).isEmpty();
        age("8 days", old);
        age("1 hour", run);
        age("2 hours", another);
        assertThat(revivable("test.other")).containsExactly(another, run);
        assertThat(revivable("test.refused")).isEmpty();
        revive(run);

        await().until(() -> isInState(run, "done"));
        assertThat(isInState(another, "parked")).isTrue();
        assertThat(isInState(old, "parked")).isTrue();
    }

    @Test
    void renewsAParkedRunAsIfItBeganNow() {
        steps.acts("a", step -> {
            throw new Refusal();
        });
        UUID run = park(run("1", "a"));
        age("8 days", run);

        transactions.writeOnly(tenant, () -> assertThat(work.renew(tenant, run)).isTrue());
        await().until(() -> isInState(run, "parked"));
        age("1 hour", run);
        assertThat(revivable("test.other")).containsExactly(run);
        steps.acts("a", step -> result());
        transactions.writeOnly(tenant, () -> assertThat(work.renew(tenant, run)).isTrue());

        await().until(() -> isInState(run, "done"));
        transactions.writeOnly(tenant, () -> assertThat(work.renew(tenant, run)).isFalse());
    }

    @Test
    void stopsWhatIsNotNeededAnyMoreAndLeavesWhatIsOver() {
        steps.acts("a", step -> {
            throw new Refusal();
        });
        UUID run = park(run("1", "a"));
        Withdrawal unneeded = new Withdrawal("test.unneeded", "nobody needs it.");

        transactions.writeOnly(tenant, () -> work.stopUnneeded(tenant, run, unneeded));
        assertThat(isInState(run, "stopped")).isTrue();
        steps.acts("a", step -> result());
        UUID done = start(run("2", "a"));
        await().until(() -> isInState(done, "done"));
        transactions.writeOnly(tenant, () -> work.stopUnneeded(tenant, done, unneeded));
        assertThat(isInState(done, "done")).isTrue();
    }

    @Test
    void asksFirstWhetherARevivedRunIsStillWanted() {
        steps.acts("a", step -> {
            throw new Refusal();
        });
        UUID run = park(run("1", "a"));
        consents.withdrawal = Optional.of(new Withdrawal("test.withdrawn", "it was withdrawn."));
        steps.acts("a", step -> result());
        age("1 hour", run);

        revive(run);

        await().until(() -> isInState(run, "stopped"));
    }

    private List<UUID> revivable(String except) {
        return transactions.read(tenant, () -> work.revivable(tenant, Endings.KIND, List.of(except), 10));
    }

    private void revive(UUID... runs) {
        transactions.writeOnly(tenant, () -> work.revive(tenant, List.of(runs)));
    }

    private void age(String by, UUID run) {
        transactions.writeOnly(
                tenant,
                () -> jdbc.sql("update work_item set created_at = created_at - ?::interval,"
                                + " ended_at = ended_at - ?::interval where tenant_id = ? and id = ?")
                        .params(by, by, tenant.value(), run)
                        .update());
    }

    private UUID park(NewRun refused) {
        UUID run = start(refused);
        await().until(() -> isInState(run, "parked"));
        return run;
    }

    @Test
    void parksABugOfOursWithoutItsMessage() {
        steps.acts("a", step -> {
            throw new IllegalStateException("holds anything");
        });

        UUID run = start(run("1", "a"));

        await().until(() -> isInState(run, "parked"));
        assertThat(stateOf(run).reasonCode()).isEqualTo("ours.unexpected");
        assertThat(stateOf(run).reason()).doesNotContain("holds anything");
    }

    /** An earlier attempt's effect, which arrives between the look and the question whether people want the run. */
    @Test
    void whatArrivesLateTakesNothingBack() {
        steps.acts("a", step -> {
            throw new Later();
        });
        UUID run = start(run("1", "a"));
        await().until(() -> "test.later".equals(stateOf(run).reasonCode()));
        steps.onLook("a", () -> {
            if (consents.withdrawal.isEmpty()) {
                consents.withdrawal = Optional.of(new Withdrawal("test.closed", "It was closed."));
            } else {
                steps.finds("a", Optional.of(result()));
            }
        });

        transactions.writeOnly(tenant, () -> work.doubt(tenant, run));

        await().until(() -> !isInState(run, "waiting"));
        assertThat(stateOf(run).state()).isEqualTo("done");
        assertThat(steps.looked).containsExactly("a", "a");
    }

    private static Demand aCall() {
        return new Demand(
                BudgetKey.of(UUID.randomUUID().toString(), "test"), Allowance.even(1_000, 1, Duration.ofMinutes(1)), 1);
    }
}
