package io.latchkey.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.sandbox.http.Exchange;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.http.SandboxServer;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * From the approval to the end of the last call, one request after the other, less the time in which any call was at the
 * vendors, each of which takes 150 ms there. Webhook, HTTP on both sides of ours, database and waiting for threads count as
 * ours.
 */
@Timeout(900)
class OverheadBench {

    private static final int ROUNDS = 3;
    private static final int REQUESTS = 34;
    private static final int WARM = 50;
    private static final int BARE = 10;
    private static final Duration LATENCY = Duration.ofMillis(150);

    @Test
    void littleTimeIsOurs() {
        var findings = new Findings("overhead");
        try (TestPostgres postgres = TestPostgres.onDisk();
                RunningProduct product =
                        RunningProduct.measured(postgres, Map.of("latchkey.jira.points-per-hour", 1_000_000_000L))) {
            product.jira().rules().set(io.latchkey.sandbox.jira.JiraRules.QUOTA_POINTS, 1_000_000_000L);
            Machine.durable(product.database(), findings);
            WarmUp.until(Duration.ofSeconds(240), () -> {
                for (int i = 0; i < WARM; i++) {
                    measured(product, List.of());
                }
            });
            List<double[]> rounds = new ArrayList<>();
            List<double[]> bare = new ArrayList<>();
            List<Double> calls = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                double[] taken = new double[REQUESTS];
                for (int i = 0; i < REQUESTS; i++) {
                    taken[i] = measured(
                            product,
                            List.of(product.jira().server(), product.okta().server()));
                    calls.add((double) product.remoteCalls().size());
                }
                rounds.add(taken);
                bare.add(bare(product));
            }
            findings.atMost("time beyond the remote latencies, p50, ms", Spread.percentile(50, rounds), 20);
            findings.atMost("time beyond the remote latencies, p99, ms", Spread.percentile(99, rounds), 80);
            findings.add("remote calls of a request", Spread.ofRounds(calls));
            findings.add("the same of ten calls of a plain client without us, p50, ms", Spread.percentile(50, bare));
        }
        findings.write();
    }

    /** Milliseconds that are ours. */
    private static double measured(RunningProduct product, List<SandboxServer> slow) {
        String key = product.jira().raise(RunningProduct.newcomer());
        product.awaitQuiet();
        product.forgetTraffic();
        slow.forEach(server -> server.faults()
                .order(new Fault(null, Pattern.compile(".*"), 1_000, Fault.Kind.DELAY, 0, Map.of(), null, LATENCY)));
        Instant approved = Instant.now();
        product.jira().approve(key, Cast.PAUL);
        Awaitility.await()
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofMinutes(2))
                .until(() -> product.jira().status(key).equals("Done"));
        product.awaitQuiet();
        slow.forEach(server -> server.faults().clear());
        return ours(approved, product.remoteCalls());
    }

    /** As much of ten calls, one after the other, of the plainest client there is: what no client of these servers is below. */
    private static double[] bare(RunningProduct product) {
        double[] taken = new double[BARE];
        SandboxServer server = product.jira().server();
        server.faults()
                .order(new Fault(null, Pattern.compile(".*"), 1_000, Fault.Kind.DELAY, 0, Map.of(), null, LATENCY));
        for (int i = 0; i < BARE; i++) {
            product.forgetTraffic();
            Instant begun = Instant.now();
            for (int call = 0; call < 10; call++) {
                ask(server.uri().resolve("/rest/api/3/myself"));
            }
            taken[i] = ours(begun, server.traffic().all());
        }
        server.faults().clear();
        return taken;
    }

    /** Refused, which is an answer as any other. */
    private static void ask(URI address) {
        try {
            var connection = (HttpURLConnection) address.toURL().openConnection();
            assertThat(connection.getResponseCode()).isEqualTo(401);
            try (InputStream body = connection.getErrorStream()) {
                body.readAllBytes();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double ours(Instant approved, List<Exchange> calls) {
        Duration remote = Duration.ZERO;
        Instant until = approved;
        for (Exchange call : calls) {
            Instant end = call.at().plusMillis(call.millis());
            Instant begin = call.at().isAfter(until) ? call.at() : until;
            if (end.isAfter(begin)) {
                remote = remote.plus(Duration.between(begin, end));
                until = end;
            }
        }
        return (Duration.between(approved, until).minus(remote)).toNanos() / 1e6;
    }
}
