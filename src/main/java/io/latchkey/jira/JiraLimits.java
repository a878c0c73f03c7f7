package io.latchkey.jira;

import io.latchkey.platform.TenantId;
import io.latchkey.work.Allowance;
import io.latchkey.work.BudgetKey;
import io.latchkey.work.BudgetStates;
import io.latchkey.work.Budgets;
import io.latchkey.work.Demand;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Jira's limits. Documented: points per hour over all sites of the app, reset at the top of the hour; calls per second of
 * one endpoint at one site, all apps together; writes to one issue. What an answer costs is known before it is sent only
 * about; the points that Jira says are left correct it.
 */
@Component
class JiraLimits {

    private static final BudgetKey POINTS = BudgetKey.of("jira", "jira-points");
    private static final String GLOBAL_POLICY = "global-app-quota";

    private final Budgets budgets;
    private final Clock clock;
    private final IssueWrites writes;
    private final Allowance points;
    private final Allowance calls;

    JiraLimits(Budgets budgets, JiraProperties properties, Clock clock) {
        this.budgets = budgets;
        this.clock = clock;
        this.writes = new IssueWrites(clock);
        // An eighth of the hour's points may be spent at once: most hours are quiet, and people wait.
        this.points = new Allowance(
                properties.pointsPerHour(),
                properties.pointsShare(),
                Duration.ofHours(1),
                Duration.ofMinutes(7).plusSeconds(30),
                Duration.ofMinutes(1),
                Duration.ofSeconds(15));
        this.calls = new Allowance(
                properties.callsPerSecond(),
                1,
                Duration.ofSeconds(1),
                Duration.ofMillis(250),
                Duration.ofMillis(100),
                Duration.ofMillis(250));
    }

    /**
     * Takes a call's part of every limit that it counts for.
     *
     * @param written the issue that is changed, if any
     * @throws JiraFailure.NoBudget when the call has to wait
     */
    void take(TenantId tenant, Operation operation, Optional<String> written) {
        Optional<Duration> wait = written.flatMap(issue -> writes.take(tenant, issue))
                .or(() -> budgets.take(
                        List.of(new Demand(site(tenant), calls, 1), new Demand(POINTS, points, operation.points()))));
        if (wait.isPresent()) {
            throw new JiraFailure.NoBudget(operation, wait.get());
        }
    }

    /** Takes over what an answer says of the limits. */
    void answered(TenantId tenant, Optional<String> written, RawAnswer answer) {
        if (answer.status() == 429) {
            refused(tenant, written, answer.headers());
        } else {
            standing(answer.headers()).ifPresent(standing -> budgets.report(POINTS, points, standing));
        }
    }

    /** See {@link JiraBudget#left()}. */
    double pointsLeft() {
        return budgets.left(POINTS, points);
    }

    private void refused(TenantId tenant, Optional<String> written, HttpHeaders headers) {
        LimitReason reason = LimitReason.of(headers.getFirst("RateLimit-Reason"));
        Duration wait = JiraRetryAfter.ofLimit(headers, reason, clock);
        switch (reason) {
            case QUOTA_GLOBAL -> budgets.close(POINTS, points, wait);
            case PER_ISSUE_WRITE -> written.ifPresent(issue -> writes.close(tenant, issue, wait));
            case QUOTA_TENANT, BURST, UNSAID -> budgets.close(site(tenant), calls, wait);
        }
    }

    private static Optional<Long> number(HttpHeaders headers, String name) {
        return Optional.ofNullable(headers.getFirst(name))
                .map(String::strip)
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::valueOf);
    }

    /** Documented: X-RateLimit-* speak of the quota; Beta-RateLimit-Policy names it, where it is sent. */
    private Optional<Budgets.Standing> standing(HttpHeaders headers) {
        String policy = headers.getFirst("Beta-RateLimit-Policy");
        if (policy != null && !policy.contains(GLOBAL_POLICY)) {
            return Optional.empty();
        }
        return number(headers, "X-RateLimit-Limit")
                .flatMap(limit -> number(headers, "X-RateLimit-Remaining")
                        .map(remaining -> new Budgets.Standing(
                                limit,
                                remaining,
                                JiraRetryAfter.untilReset(headers, clock).orElse(Duration.ZERO))));
    }

    List<BudgetStates.Asked> all(TenantId tenant) {
        return List.of(
                new BudgetStates.Asked("Jira, calls of this site", site(tenant), calls),
                new BudgetStates.Asked("Jira, points of the app over all sites", POINTS, points));
    }

    private static BudgetKey site(TenantId tenant) {
        return BudgetKey.of(tenant.toString(), "jira-calls");
    }
}
