package io.latchkey.jira;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.failure.LimitReached;
import io.latchkey.testing.AmpleBudgets;
import io.latchkey.work.BudgetKey;
import io.latchkey.work.Budgets.Standing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.http.HttpHeaders;

/** What a call to Jira takes of which limit, and what the headers of an answer teach. */
class JiraLimitsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:20:00Z");
    private static final BudgetKey POINTS = BudgetKey.of("jira", "jira-points");
    private static final Optional<String> NO_ISSUE = Optional.empty();

    private final TenantId tenant = new TenantId(UUID.randomUUID());
    private final BudgetKey site = BudgetKey.of(tenant.toString(), "jira-calls");
    private final AmpleBudgets budgets = new AmpleBudgets();
    private final JiraLimits limits =
            new JiraLimits(budgets, new JiraProperties(65_000, 0.9, 100), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void usesAlmostAllOfTheAppsPointsUnlessToldOtherwise() {
        assertThat(new Binder(new MapConfigurationPropertySource(Map.of()))
                        .bindOrCreate("latchkey.jira", JiraProperties.class))
                .isEqualTo(new JiraProperties(65_000, 0.9, 100));
    }

    @Test
    void aCallTakesFromTheSiteAndFromThePointsOfAllSites() {
        limits.take(tenant, Operation.READ_REQUEST, NO_ISSUE);
        limits.take(new TenantId(UUID.randomUUID()), Operation.READ_REQUEST, NO_ISSUE);

        assertThat(budgets.taken).extracting(demand -> demand.key()).hasSize(4).contains(site);
        assertThat(budgets.taken)
                .filteredOn(demand -> demand.key().equals(POINTS))
                .extracting(demand -> demand.units())
                .containsExactly(2L, 2L);
    }

    @Test
    void withoutBudgetNothingIsSentAndTheWaitIsTold() {
        budgets.runOut(Duration.ofSeconds(3));

        assertThatThrownBy(() -> limits.take(tenant, Operation.SEARCH, NO_ISSUE))
                .isInstanceOfSatisfying(LimitReached.class, failure -> {
                    assertThat(failure.code()).isEqualTo("jira.budget");
                    assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(3));
                });
    }

    @Test
    void writesToOneIssueAreSpaced() {
        for (int i = 0; i < 5; i++) {
            limits.take(tenant, Operation.COMMENT, Optional.of("10001"));
        }

        assertThatThrownBy(() -> limits.take(tenant, Operation.COMMENT, Optional.of("10001")))
                .isInstanceOf(JiraFailure.NoBudget.class);
        limits.take(tenant, Operation.COMMENT, Optional.of("10002"));
        limits.take(tenant, Operation.READ_STATUS, NO_ISSUE);
    }

    @Test
    void aRefusedWriteStopsWritesToItsIssueOnly() {
        limits.answered(tenant, Optional.of("10001"), refused("jira-per-issue-on-write", "2"));

        assertThatThrownBy(() -> limits.take(tenant, Operation.COMMENT, Optional.of("10001")))
                .isInstanceOfSatisfying(
                        JiraFailure.NoBudget.class,
                        failure -> assertThat(failure.retryAfter())
                                .hasValueSatisfying(
                                        wait -> assertThat(wait).isGreaterThanOrEqualTo(Duration.ofSeconds(2))));
        limits.take(tenant, Operation.COMMENT, Optional.of("10002"));
        assertThat(budgets.closed).isEmpty();
    }

    @Test
    void usedUpPointsStopAllSitesUntilTheHourEnds() {
        limits.answered(tenant, NO_ISSUE, refused("jira-quota-global-based", "30"));

        assertThat(budgets.closed).containsOnly(Map.entry(POINTS, Duration.ofMinutes(40)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jira-burst-based", "", "something-new"})
    void otherRefusalsStopTheSiteForAsLongAsItAsks(String reason) {
        limits.answered(tenant, NO_ISSUE, refused(reason, "3"));

        assertThat(budgets.closed).containsOnly(Map.entry(site, Duration.ofSeconds(3)));
    }

    @Test
    void eachAnswerTellsThePointsThatAreLeft() {
        limits.answered(tenant, NO_ISSUE, ok("\"global-app-quota\";q=65000;w=3600"));

        assertThat(budgets.standings)
                .containsOnly(Map.entry(POINTS, new Standing(65_000, 4_321, Duration.ofMinutes(40))));
    }

    @Test
    void theStandingOfAnotherQuotaIsNotTakenForIt() {
        limits.answered(tenant, NO_ISSUE, ok("\"tenant-quota\";q=100000;w=3600"));

        assertThat(budgets.standings).isEmpty();
    }

    private static RawAnswer ok(String policy) {
        HttpHeaders headers = quota();
        headers.set("Beta-RateLimit-Policy", policy);
        return new RawAnswer(200, headers, new byte[0], false);
    }

    private static RawAnswer refused(String reason, String retryAfter) {
        HttpHeaders headers = quota();
        headers.set("RateLimit-Reason", reason);
        headers.set("Retry-After", retryAfter);
        return new RawAnswer(429, headers, new byte[0], false);
    }

    private static HttpHeaders quota() {
        var headers = new HttpHeaders();
        headers.set("X-RateLimit-Limit", "65000");
        headers.set("X-RateLimit-Remaining", "4321");
        headers.set("X-RateLimit-Reset", "2026-11-22T11:00:00Z");
        return headers;
    }
}
