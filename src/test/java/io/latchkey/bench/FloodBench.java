package io.latchkey.bench;

import io.latchkey.sandbox.http.Exchange;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.JiraRules;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A thousand approvals at once for one org, all of whose limits, and Jira's, are the documented ones times one factor. The
 * limit is what the product may use: half of what the headers tell, which in the sandbox is half of the org's bucket. Two
 * nodes are two contexts in one JVM, so that one machine has not twice the work of running them.
 */
@Timeout(1_800)
class FloodBench {

    private static final int APPROVALS = 1_000;
    private static final int FACTOR = 5;
    private static final double SHARE = 0.5;
    private static final double OF_THE_APP = 0.5;

    private static final int USERS = 600;
    private static final int GROUPS = 500;

    /** Okta's documented calls per minute, for the buckets that an onboarding uses. */
    private static final Map<String, Integer> OKTA = Map.of(
            "/api/v1/users", USERS,
            "GET /api/v1/users/{id}", 2_000,
            "/api/v1/groups", GROUPS,
            "/api/v1/groups/{id}", 1_000,
            "/oauth2/v1/clients", 100,
            "/api/v1/logs", 120);

    private final List<Exchange> seen = new ArrayList<>();
    private final Set<String> open = new java.util.HashSet<>();

    @Test
    void aThousandApprovalsAreDoneAtThePaceOfTheLimit() {
        var findings = new Findings("flood");
        try (TestPostgres postgres = TestPostgres.onDisk();
                RunningProduct product = RunningProduct.measured(
                        postgres,
                        Map.of(
                                "latchkey.jira.points-per-hour", 65_000 * FACTOR,
                                "latchkey.jira.calls-per-second", 100 * FACTOR))) {
            Machine.durable(product.database(), findings);
            limit(product);
            product.awaitRun(product.approved(RunningProduct.newcomer()), "done");
            flood(product, "one node", findings);
            ConfigurableApplicationContext other = product.anotherNode();
            try {
                flood(product, "two nodes", findings);
            } finally {
                other.close();
            }
        }
        findings.write();
    }

    private static void limit(RunningProduct product) {
        OKTA.forEach((bucket, perMinute) -> product.okta().limit(bucket, (long) perMinute * FACTOR));
        product.jira().rules().set(JiraRules.QUOTA_POINTS, 65_000L * FACTOR);
        product.jira().rules().set(JiraRules.BURST_PER_SECOND, 100L * FACTOR);
    }

    private void flood(RunningProduct product, String nodes, Findings findings) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < APPROVALS; i++) {
            keys.add(product.jira().raise(RunningProduct.newcomer()));
        }
        product.awaitQuiet();
        product.forgetTraffic();
        seen.clear();
        open.clear();
        open.addAll(keys);
        long begun = System.nanoTime();
        keys.forEach(key -> product.jira().approve(key, Cast.PAUL));
        Awaitility.await()
                .pollInterval(Duration.ofMillis(250))
                .atMost(Duration.ofMinutes(12))
                .until(() -> isDone(product));
        double seconds = (System.nanoTime() - begun) / 1e9;
        product.awaitQuiet();
        remember(product);
        double users = due("/api/v1/users.*", USERS);
        double groups = due("/api/v1/groups.*", GROUPS);
        findings.atMost(
                nodes + ": time until 1,000 approvals were done ÷ (calls ÷ limit)",
                Spread.once(seconds / Math.max(users, groups)),
                1.05);
        findings.add(nodes + ": seconds until done", Spread.once(seconds));
        findings.add(nodes + ": calls ÷ limit of the users' bucket, seconds", Spread.once(users));
        findings.add(nodes + ": calls ÷ limit of the groups' bucket, seconds", Spread.once(groups));
        findings.add(nodes + ": remote calls per request", Spread.once(seen.size() / (double) APPROVALS));
        findings.atMost(
                nodes + ": answers 429",
                Spread.once(seen.stream().filter(call -> call.status() == 429).count()),
                0);
    }

    /** The sandbox remembers ten thousand exchanges only. */
    private boolean isDone(RunningProduct product) {
        remember(product);
        open.removeIf(key -> product.jira().status(key).equals("Done"));
        return open.isEmpty();
    }

    private void remember(RunningProduct product) {
        seen.addAll(product.takeRemoteCalls());
    }

    private double due(String path, int perMinute) {
        long calls = seen.stream().filter(call -> call.path().matches(path)).count();
        return calls / (perMinute * FACTOR * OF_THE_APP * SHARE / 60);
    }
}
