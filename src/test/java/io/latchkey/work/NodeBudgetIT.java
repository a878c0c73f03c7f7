package io.latchkey.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.platform.TenantId;
import io.latchkey.work.BudgetRows.Borrowing;
import io.latchkey.work.Budgets.Standing;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What one node remembers of a bucket, to the unit and the millisecond. */
class NodeBudgetIT {

    /** A unit stands for 241 s / 11,701 = 20.6 ms, so a block is floor(1 s / 2 / 20.6 ms) = 24 units that are good for 1 s. */
    private static final Allowance FAST = Allowance.even(12_000, 1, Duration.ofSeconds(240));

    private static final int BLOCK = 24;

    /** One unit at a time; each stands for 60.25 s / 29 = 2.08 s. */
    private static final Allowance SLOW = Allowance.even(60, 0.5, Duration.ofSeconds(60));

    private static final Duration UNIT = Duration.ofNanos((long) (60.25e9 / 29));

    private final StillBudgets rows = StillBudgets.open();
    private final BudgetKey key = BudgetKey.of(UUID.randomUUID().toString(), "calls");
    private final NodeBudget budget = new NodeBudget(key, rows, rows.clock);
    private final TenantId tenant = aTenant();

    @AfterEach
    void close() {
        rows.close();
    }

    private static TenantId aTenant() {
        return TenantId.of(UUID.randomUUID().toString());
    }

    private Optional<Duration> take(Allowance allowance, TenantId whose) {
        return budget.take(new Demand(key, allowance, 1), Borrowing.NONE, whose);
    }

    private void takeAll(Allowance allowance, int units) {
        for (int i = 0; i < units; i++) {
            assertThat(take(allowance, tenant)).isEmpty();
        }
    }

    private void learn(long capacity) {
        budget.report(SLOW, new Standing(capacity, capacity, Duration.ZERO));
    }

    private static void isAbout(Optional<Duration> wait, Duration expected) {
        assertThat(wait.orElseThrow()).isCloseTo(expected, Duration.ofMillis(2));
    }

    @Nested
    class Blocks {

        @Test
        void areSpentToTheLastUnit() {
            takeAll(FAST, BLOCK);
            assertThat(rows.leased).hasSize(1);

            takeAll(FAST, 1);
            assertThat(rows.leased).hasSize(2);
        }

        @Test
        void growByWhatIsGivenBack() {
            takeAll(FAST, 3);
            budget.giveBack(new Demand(key, FAST, 3));

            takeAll(FAST, BLOCK);
            assertThat(rows.leased).hasSize(1);

            takeAll(FAST, 1);
            assertThat(rows.leased).hasSize(2);
        }

        @Test
        void areGoodForTheirTimeAndNoLonger() {
            takeAll(FAST, 1);

            rows.pass(Duration.ofSeconds(1));
            takeAll(FAST, 1);
            assertThat(rows.leased).hasSize(1);

            rows.pass(Duration.ofMillis(1));
            takeAll(FAST, 1);
            assertThat(rows.leased).hasSize(2);
        }

        @Test
        void endWhenTheClockIsPutBack() {
            takeAll(FAST, 1);

            rows.setBack(Duration.ofMillis(1));
            takeAll(FAST, 1);

            assertThat(rows.leased).hasSize(2);
        }
    }

    @Nested
    class Turns {

        @Test
        void areGivenToTenantsSideBySideAndOneBehindTheOther() {
            takeAll(SLOW, 1);

            isAbout(take(SLOW, tenant), UNIT);
            isAbout(take(SLOW, tenant), UNIT.multipliedBy(2));
            isAbout(take(SLOW, aTenant()), UNIT.multipliedBy(2));
            isAbout(take(SLOW, aTenant()), UNIT.multipliedBy(3));
            isAbout(take(SLOW, tenant), UNIT.multipliedBy(3));
            isAbout(budget.take(new Demand(key, SLOW, 2), Borrowing.NONE, tenant), UNIT.multipliedBy(5));
            assertThat(rows.leased).as("the database is asked once").hasSize(2);
        }

        @Test
        void areKeptWhenOthersWereFaster() {
            takeAll(SLOW, 1);
            for (int i = 1; i <= 5; i++) {
                isAbout(take(SLOW, tenant), UNIT.multipliedBy(i));
            }

            rows.pass(UNIT.plusMillis(1));
            var another = new NodeBudget(key, rows, rows.clock);
            assertThat(another.take(new Demand(key, SLOW, 1), Borrowing.NONE, aTenant()))
                    .isEmpty();

            isAbout(take(SLOW, tenant), UNIT.multipliedBy(5));
            isAbout(take(SLOW, aTenant()), UNIT.multipliedBy(2).minus(UNIT));
        }

        @Test
        void areNotWaitedForByWhatHasBegunOrByAPerson() {
            takeAll(SLOW, 1);
            isAbout(take(SLOW, tenant), UNIT);

            assertThat(budget.take(new Demand(key, SLOW, 1), Borrowing.TO_FINISH, tenant))
                    .isEmpty();
            assertThat(budget.take(new Demand(key, SLOW, 1), Borrowing.FOR_A_PERSON))
                    .isEmpty();
        }

        @Test
        void areForgottenWhenACapacityTurnsOutLarger() {
            takeAll(SLOW, 1);
            for (int i = 0; i < 20; i++) {
                take(SLOW, tenant);
            }

            learn(6_000);

            assertThat(firstWait()).isLessThan(Duration.ofSeconds(1));
        }

        @Test
        void areForgottenWhenAnotherNodeHasLearnedOfALargerCapacity() {
            takeAll(SLOW, 1);
            for (int i = 0; i < 20; i++) {
                take(SLOW, tenant);
            }

            new NodeBudget(key, rows, rows.clock).report(SLOW, new Standing(6_000, 6_000, Duration.ZERO));
            rows.pass(UNIT.plusMillis(1));

            assertThat(firstWait()).isLessThan(Duration.ofSeconds(1));
        }

        private Duration firstWait() {
            for (int i = 0; i < 1_000; i++) {
                Optional<Duration> wait = take(SLOW, tenant);
                if (wait.isPresent()) {
                    return wait.get();
                }
            }
            throw new AssertionError("there is no end of it");
        }
    }

    @Nested
    class Learning {

        @Test
        void believesALargerCapacityOnceASecondAndASmallerOneAtOnce() {
            takeAll(SLOW, 1);

            learn(5_000);
            learn(6_000);
            rows.pass(Duration.ofMillis(999));
            learn(6_000);
            assertThat(rows.learned).containsExactly(5_000L);

            rows.pass(Duration.ofMillis(1));
            learn(6_000);
            learn(6_000);
            assertThat(rows.learned).containsExactly(5_000L, 6_000L);

            rows.pass(Duration.ofSeconds(5));
            learn(3_000);
            learn(4_000);
            assertThat(rows.learned).containsExactly(5_000L, 6_000L, 3_000L, 4_000L);

            learn(0);
            assertThat(rows.learned).hasSize(4);
        }
    }

    /** Half of 12,000 are ours in 240 s: in 120 s we count on 3,000. */
    @Nested
    class WhatIsLeft {

        private static final Allowance HALF = Allowance.even(12_000, 0.5, Duration.ofSeconds(240));

        private void report(long remaining, int resets) {
            budget.report(HALF, new Standing(12_000, remaining, Duration.ofSeconds(resets)));
        }

        @Test
        void isToldWhenItIsLessThanWeCountOn() {
            takeAll(HALF, 1);

            report(3_000, 120);
            assertThat(rows.left).isEmpty();
            takeAll(HALF, 1);
            assertThat(rows.leased).hasSize(1);

            report(2_999, 120);
            assertThat(rows.left).containsExactly(1_499L);
            takeAll(HALF, 1);
            assertThat(rows.leased).as("what was in hand was part of the rest").hasSize(2);
        }

        @Test
        void countsForOneWindowAtMost() {
            takeAll(HALF, 1);

            report(6_000, 300);
            assertThat(rows.left).isEmpty();

            report(5_999, 300);
            assertThat(rows.left).containsExactly(2_999L);
            rows.pass(Duration.ofSeconds(240));
            report(5_000, 240);
            assertThat(rows.left).containsExactly(2_999L, 2_500L);
        }

        @Test
        void isToldAgainWhenItHasShrunkByATenth() {
            takeAll(HALF, 1);
            report(2_000, 120);

            report(1_900, 119);
            assertThat(rows.left).containsExactly(1_000L);

            report(1_800, 119);
            assertThat(rows.left).containsExactly(1_000L, 900L);

            report(0, 119);
            report(0, 119);
            report(400, 118);
            assertThat(rows.left).containsExactly(1_000L, 900L, 0L);
        }
    }

    @Test
    void aClosedBucketStaysClosedForTheLongestTime() {
        takeAll(FAST, 1);

        budget.close(FAST, Duration.ofSeconds(60));
        budget.close(FAST, Duration.ofSeconds(10));

        assertThat(budget.dryUntil()).isEqualTo(rows.clock.instant().plusSeconds(60));
        assertThat(take(FAST, tenant)).isPresent();
    }

    /** Each of them locks it, and none keeps it locked. */
    @Test
    void isFreeForOtherThreadsAfterwards() throws Exception {
        takeAll(FAST, 1);
        othersCanTake();
        takeAll(FAST, 1);
        othersCanTake();
        budget.giveBack(new Demand(key, FAST, 1));
        othersCanTake();
        budget.report(FAST, new Standing(12_000, 100, Duration.ofSeconds(1)));
        othersCanTake();
        budget.dryUntil();
        othersCanTake();
        budget.close(FAST, Duration.ofSeconds(1));
        othersCanTake();
        assertThat(take(FAST, tenant)).isPresent();
        othersCanTake();
        assertThat(take(FAST, tenant)).isPresent();
        othersCanTake();
    }

    private void othersCanTake() throws Exception {
        assertThat(CompletableFuture.supplyAsync(budget::dryUntil).get(10, TimeUnit.SECONDS))
                .isNotNull();
    }
}
