package io.latchkey.bench;

import io.latchkey.sandbox.http.Exchange;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.JiraRules;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The original process beside ours, on the same sandbox: so many requests are approved at once, and each is timed from its
 * approval to its closed ticket. The poller's wait is not waited for: its round is run at once and timed, and to each
 * request's time come 1,000 waits between 0 and 60 s, evenly spread by chance (one wait for all requests of a round, with a
 * fixed seed). Nobody's limits are reached.
 */
@Timeout(1_200)
class OriginalBench {

    private static final int WAITS = 1_000;
    private static final double EVERY_MILLIS = 60_000;

    private final Random chance = new Random(20261122);

    /** What came of one size: milliseconds of each request, and calls per request. */
    private record Result(List<Double> millis, double calls) {

        double percentile(double percent) {
            return Spread.percentile(
                    percent, millis.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }

    @Test
    void theOriginalAndOurs() {
        var findings = new Findings("original");
        try (TestPostgres postgres = TestPostgres.onDisk();
                RunningProduct product = RunningProduct.measured(
                        postgres,
                        Map.of(
                                "latchkey.jira.points-per-hour", 1_000_000_000L,
                                "latchkey.jira.calls-per-second", 1_000_000L))) {
            Machine.durable(product.database(), findings);
            product.jira().rules().set(JiraRules.QUOTA_POINTS, 1_000_000_000L);
            product.jira().rules().set(JiraRules.BURST_PER_SECOND, 1_000_000L);
            var original = new HandMade(
                    product.jira().uri(),
                    product.okta().uri(),
                    List.of(
                            product.okta().groupId("All employees"),
                            product.okta().groupId("Engineering")));
            original.poll(key -> {});
            ours(product, 50);
            theirs(product, original, 20);
            size(findings, product, original, 1, 20);
            size(findings, product, original, 100, 3);
            size(findings, product, original, 1_000, 1);
        }
        findings.write();
    }

    private void size(Findings findings, RunningProduct product, HandMade original, int open, int rounds) {
        List<Result> ours = new ArrayList<>();
        List<Result> theirs = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            ours.add(ours(product, open));
            theirs.add(theirs(product, original, open));
        }
        tell(findings, open + " open, ours", ours);
        tell(findings, open + " open, the original", theirs);
    }

    private static void tell(Findings findings, String who, List<Result> rounds) {
        findings.add(
                who + ": calls per request",
                Spread.ofRounds(rounds.stream().map(Result::calls).toList()));
        findings.add(
                who + ": approval to closed ticket, median, s",
                Spread.ofRounds(
                        rounds.stream().map(one -> one.percentile(50) / 1000).toList()));
        Result all =
                new Result(rounds.stream().flatMap(one -> one.millis.stream()).toList(), 0);
        Spread each = Spread.ofRounds(
                rounds.stream().map(one -> one.percentile(99) / 1000).toList());
        findings.add(
                who + ": approval to closed ticket, p99, s",
                new Spread(all.percentile(99) / 1000, each.low(), each.high()));
    }

    private static Map<String, Instant> approved(RunningProduct product, int open) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < open; i++) {
            keys.add(product.jira().raise(RunningProduct.newcomer()));
        }
        product.awaitQuiet();
        product.forgetTraffic();
        Map<String, Instant> approved = new HashMap<>();
        keys.forEach(key -> {
            approved.put(product.jira().idOf(key), Instant.now());
            product.jira().approve(key, Cast.PAUL);
        });
        return approved;
    }

    private static Result ours(RunningProduct product, int open) {
        Map<String, Instant> approved = approved(product, open);
        List<Exchange> calls = new ArrayList<>();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(100))
                .atMost(Duration.ofMinutes(10))
                .until(() -> closings(product, calls) == open);
        product.awaitQuiet();
        closings(product, calls);
        List<Double> millis = new ArrayList<>();
        for (Exchange call : calls) {
            if (closes(call)) {
                Instant since = approved.get(call.path().split("/")[5]);
                millis.add(Duration.between(since, call.at()).toNanos() / 1e6 + call.millis());
            }
        }
        return new Result(millis, calls.size() / (double) open);
    }

    /** Takes over what was asked so far, since the sandbox remembers ten thousand exchanges only; counts closed tickets. */
    private static long closings(RunningProduct product, List<Exchange> calls) {
        calls.addAll(product.takeRemoteCalls());
        return calls.stream().filter(OriginalBench::closes).count();
    }

    private static boolean closes(Exchange call) {
        return call.method().equals("POST") && call.path().endsWith("/transitions");
    }

    private Result theirs(RunningProduct product, HandMade original, int open) {
        product.jira().dropWebhooks(true);
        try {
            approved(product, open);
            int before = original.calls();
            Instant begun = Instant.now();
            List<Double> handled = new ArrayList<>();
            original.poll(
                    key -> handled.add(Duration.between(begun, Instant.now()).toNanos() / 1e6));
            List<Double> millis = new ArrayList<>();
            for (int i = 0; i < WAITS; i++) {
                double wait = chance.nextDouble() * EVERY_MILLIS;
                handled.forEach(one -> millis.add(wait + one));
            }
            return new Result(millis, (original.calls() - before) / (double) open);
        } finally {
            product.jira().dropWebhooks(false);
        }
    }
}
