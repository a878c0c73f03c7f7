package io.latchkey.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.work.BudgetRows.Borrowing;
import io.latchkey.work.Budgets.Standing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What an attempt takes, borrows, has paid for and gives back, to the unit. */
class SharedBudgetsIT {

    /** A block is one unit; each stands for 60.25 s / 29 = 2.08 s. */
    private static final Allowance SLOW = Allowance.even(60, 0.5, Duration.ofSeconds(60));

    /** A block is 24 units. */
    private static final Allowance FAST = Allowance.even(12_000, 1, Duration.ofSeconds(240));

    private static final StillLimited LIMIT =
            new StillLimited("test.limited", FailureKind.OUTSIDE, "It waits.", Duration.ofSeconds(1));

    private final StillBudgets rows = StillBudgets.open();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SharedBudgets budgets = new SharedBudgets(rows, BudgetsIT.PROPERTIES, rows.clock, meters);
    private final TenantId tenant = TenantId.of(UUID.randomUUID().toString());
    private final UUID item = UUID.randomUUID();
    private final BudgetKey key = BudgetKey.of(UUID.randomUUID().toString(), "calls");
    private final List<Demand> call = List.of(new Demand(key, SLOW, 1));

    @AfterEach
    void close() {
        rows.close();
    }

    private double counted(String meter) {
        return meters.counter(meter, "bucket", "calls").count();
    }

    /** The bucket is used up, and the item waits for a unit of it. */
    private void isLacking() {
        try (Attempt ignored = budgets.begin(UUID.randomUUID(), tenant)) {
            assertThat(budgets.take(call)).isEmpty();
        }
        try (Attempt attempt = budgets.begin(item, tenant)) {
            assertThat(budgets.take(call)).isPresent();
            attempt.stoppedBy(LIMIT);
        }
    }

    @Test
    void whatAnItemLackedIsPaidOnce() {
        isLacking();
        rows.pass(Duration.ofSeconds(3));
        rows.leased.clear();

        try (Attempt attempt = budgets.begin(item, tenant)) {
            attempt.prepay();
            assertThat(rows.leased).hasSize(1);
            assertThat(attempt.nothingSent()).isTrue();

            assertThat(budgets.take(call)).isEmpty();
            assertThat(rows.leased).as("it was paid for").hasSize(1);
            assertThat(attempt.nothingSent()).isFalse();

            budgets.take(call);
            assertThat(rows.leased).as("a payment is used once").hasSize(2);
        }
        try (Attempt attempt = budgets.begin(item, tenant)) {
            attempt.prepay();
            assertThat(rows.leased).as("nothing is lacking any more").hasSize(2);
        }
    }

    @Test
    void whatWasPaidForAndNotNeededGoesBack() {
        isLacking();
        rows.pass(Duration.ofSeconds(3));
        try (Attempt attempt = budgets.begin(item, tenant)) {
            attempt.prepay();
        }
        rows.leased.clear();

        try (Attempt ignored = budgets.begin(UUID.randomUUID(), tenant)) {
            assertThat(budgets.take(call)).isEmpty();
        }

        assertThat(rows.leased).isEmpty();
    }

    @Test
    void aPaymentThatIsTooSmallIsNoPayment() {
        isLacking();
        rows.pass(Duration.ofSeconds(3));
        rows.leased.clear();

        try (Attempt attempt = budgets.begin(item, tenant)) {
            attempt.prepay();
            budgets.take(List.of(new Demand(key, SLOW, 2)));
        }

        assertThat(rows.leased).hasSize(2);
    }

    @Test
    void whatIsStillLackingIsCountedAndRemembered() {
        isLacking();
        assertThat(counted("latchkey.budget.waits")).isEqualTo(1);

        try (Attempt attempt = budgets.begin(item, tenant)) {
            assertThatThrownBy(attempt::prepay).isInstanceOfSatisfying(StillLimited.class, still -> {
                assertThat(still.code()).isEqualTo("test.limited");
                assertThat(still.retryAfter().orElseThrow()).isPositive();
            });
            attempt.stoppedBy(LIMIT);
        }
        assertThat(counted("latchkey.budget.waits")).isEqualTo(2);

        try (Attempt attempt = budgets.begin(item, tenant)) {
            assertThatThrownBy(attempt::prepay).isInstanceOf(StillLimited.class);
        }
    }

    @Test
    void anAttemptThatLacksNothingRemembersNothing() {
        try (Attempt attempt = budgets.begin(item, tenant)) {
            attempt.stoppedBy(LIMIT);
        }
        try (Attempt attempt = budgets.begin(item, tenant)) {
            attempt.prepay();
        }
        assertThat(rows.leased).isEmpty();
    }

    @Test
    void whoBorrowsIsWhoHasBegunATimerOrAPerson() {
        try (Attempt ignored = budgets.begin(item, tenant)) {
            assertThat(budgets.take(call)).isEmpty();
            assertThat(budgets.take(call)).as("it borrows").isEmpty();
        }
        assertThat(rows.leased).containsExactly(Borrowing.NONE, Borrowing.TO_FINISH);
        rows.leased.clear();

        budgets.take(call);
        assertThat(budgets.<String>forTimer(() -> {
                    budgets.take(call);
                    return "done";
                }))
                .isEqualTo("done");
        budgets.take(call);

        assertThat(rows.leased).containsExactly(Borrowing.FOR_A_PERSON, Borrowing.TO_FINISH, Borrowing.FOR_A_PERSON);
    }

    @Test
    void whatACallTakesIsAllOrNothing() {
        BudgetKey scarce = BudgetKey.of(UUID.randomUUID().toString(), "scarce");
        budgets.close(scarce, SLOW, Duration.ofMinutes(1));
        Demand plenty = new Demand(key, FAST, 1);

        try (Attempt attempt = budgets.begin(item, tenant)) {
            assertThat(budgets.take(List.of(plenty, new Demand(scarce, SLOW, 1))))
                    .hasValueSatisfying(
                            wait -> assertThat(wait).isCloseTo(Duration.ofMinutes(1), Duration.ofSeconds(1)));
            assertThat(attempt.nothingSent()).isTrue();
        }
        rows.leased.clear();

        for (int i = 0; i < 24; i++) {
            assertThat(budgets.take(List.of(plenty))).isEmpty();
        }
        assertThat(rows.leased).as("the whole block is there").isEmpty();
    }

    @Test
    void aRefusalIsCountedAndSeen() {
        budgets.close(key, SLOW, Duration.ofMinutes(1));

        assertThat(counted("latchkey.budget.closed")).isEqualTo(1);
        assertThat(budgets.dry())
                .containsExactly(
                        java.util.Map.entry(key.toString(), rows.clock.instant().plusSeconds(60)));

        rows.pass(Duration.ofMinutes(1));
        assertThat(budgets.dry()).isEmpty();
    }

    @Test
    void takesNothingInAnOpenTransaction() {
        TransactionSynchronizationManager.setActualTransactionActive(true);
        try {
            assertThatThrownBy(() -> budgets.take(call)).isInstanceOf(IllegalStateException.class);
        } finally {
            TransactionSynchronizationManager.setActualTransactionActive(false);
        }
    }

    @Test
    void anAnswerThatCannotBeRecordedFailsNobody() {
        rows.close();

        budgets.report(key, SLOW, new Standing(6_000, 6_000, Duration.ZERO));
        budgets.close(key, SLOW, Duration.ofMinutes(1));

        assertThat(rows.learned).containsExactly(6_000L);
    }
}
