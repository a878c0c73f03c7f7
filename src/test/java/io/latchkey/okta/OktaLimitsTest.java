package io.latchkey.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.platform.failure.LimitReached;
import io.latchkey.testing.AmpleBudgets;
import io.latchkey.work.BudgetKey;
import io.latchkey.work.Budgets.Standing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which bucket a call takes from, and what is read out of the headers of an answer. */
class OktaLimitsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String ORG = "https://acme.okta.com";

    private final AmpleBudgets budgets = new AmpleBudgets();
    private final OktaLimits limits = new OktaLimits(budgets, new OrgUrl(ORG), 0.5, Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource({
        "FIND_USER, okta-user",
        "CREATE_USER, okta-users",
        "LIST_GROUPS_OF_USER, okta-users",
        "EXPIRE_PASSWORD, okta-users",
        "ADD_TO_GROUP, okta-groups",
        "LIST_ROLES_OF_GROUP, okta-groups",
        "GET_GROUP, okta-group",
        "LIST_ROLES_OF_CLIENT, okta-clients",
        "READ_LOG, okta-logs"
    })
    void aCallTakesFromTheBucketWhereOktaCountsIt(OktaOperation operation, String bucket) {
        limits.take(operation);

        assertThat(budgets.taken).singleElement().satisfies(demand -> {
            assertThat(demand.key()).isEqualTo(key(bucket));
            assertThat(demand.units()).isEqualTo(1);
            assertThat(demand.allowance().share()).isEqualTo(0.5);
        });
    }

    @Test
    void everyCallButTheTokensHasItsBucket() {
        assertThat(Arrays.stream(OktaOperation.values()).filter(operation -> operation != OktaOperation.TOKEN))
                .allSatisfy(operation -> assertThat(OktaBucket.of(operation)).isNotNull());
    }

    @Test
    void withoutBudgetNothingIsSentAndTheWaitIsTold() {
        budgets.runOut(Duration.ofMillis(1_234));

        assertThatThrownBy(() -> limits.take(OktaOperation.CREATE_USER))
                .isInstanceOf(OktaFailure.NoBudget.class)
                .isInstanceOfSatisfying(LimitReached.class, failure -> {
                    assertThat(failure.code()).isEqualTo("okta.budget");
                    assertThat(failure.retryAfter()).hasValue(Duration.ofMillis(1_234));
                });
    }

    @Test
    void eachAnswerTellsTheBucketsStanding() {
        limits.answered(OktaOperation.CREATE_USER, answer(200, "300", "17", NOW.plusSeconds(42)));

        assertThat(budgets.standings).containsEntry(key("okta-users"), new Standing(300, 17, Duration.ofSeconds(42)));
        assertThat(budgets.closed).isEmpty();
    }

    @Test
    void aRateLimitClosesTheBucketUntilItsReset() {
        limits.answered(OktaOperation.CREATE_USER, answer(429, "300", "0", NOW.plusSeconds(20)));

        assertThat(budgets.closed).containsOnly(Map.entry(key("okta-users"), Duration.ofSeconds(21)));
    }

    @Test
    void tooManyAtTheSameTimeClosesNothing() {
        limits.answered(OktaOperation.CREATE_USER, answer(429, "0", "0", NOW.plusSeconds(60)));

        assertThat(budgets.closed).isEmpty();
        assertThat(budgets.standings).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"x, 5", "300, -1", "300, ", "99999999999999999999, 1"})
    void garbledHeadersSayNothing(String limit, String remaining) {
        limits.answered(OktaOperation.CREATE_USER, answer(200, limit, String.valueOf(remaining), NOW.plusSeconds(60)));

        assertThat(budgets.standings).isEmpty();
    }

    private static BudgetKey key(String bucket) {
        return BudgetKey.of(ORG, bucket);
    }

    private static Answer answer(int status, String limit, String remaining, Instant reset) {
        return new Answer(
                status,
                Map.of(
                        "x-rate-limit-limit", List.of(limit),
                        "x-rate-limit-remaining", List.of(remaining),
                        "x-rate-limit-reset", List.of(Long.toString(reset.getEpochSecond()))),
                new byte[0]);
    }
}
