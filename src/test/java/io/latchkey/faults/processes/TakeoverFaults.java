package io.latchkey.faults.processes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.demo.Setup;
import io.latchkey.sandbox.Sandbox;
import io.latchkey.sandbox.http.Interference;
import io.latchkey.sandbox.http.Interference.Call;
import io.latchkey.sandbox.http.Interference.Ending;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.JiraRules;
import io.latchkey.sandbox.jira.Onboarding;
import io.latchkey.testing.RunningProduct;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * How soon another node takes over what a killed one had under way, with the settings of production: two processes, one of
 * which is killed while it makes the account, now before Okta does it and now after. Counted from the kill to the claim.
 */
class TakeoverFaults {

    private static final int KILLS = Integer.getInteger("faults.takeovers", 10);
    private static final Duration PROMISED = Duration.ofSeconds(15);

    @Test
    void ofAKilledNodesWorkHappensInTime() {
        List<Duration> taken = new ArrayList<>();
        try (Sandbox sandbox = Sandbox.start()) {
            sandbox.jira().rules().set(JiraRules.WEBHOOK_RETRY_DELAY_MILLIS, 200);
            sandbox.jira().rules().set(JiraRules.WEBHOOK_RETRIES, 1_000);
            try (Cluster cluster = Cluster.inProduction(sandbox, 2)) {
                new Setup(cluster.uri(), sandbox.jira().uri(), sandbox.okta().uri()).complete();
                for (int i = 0; i < KILLS; i++) {
                    taken.add(takeover(sandbox, cluster, i % 2 == 1));
                    cluster.awaitWhole();
                }
            }
        }
        report(taken);
        assertThat(taken).allMatch(time -> time.compareTo(PROMISED) <= 0);
    }

    /** One request whose account is being made by the node that is killed then; how long nobody had it. */
    private static Duration takeover(Sandbox sandbox, Cluster cluster, boolean afterwards) {
        Onboarding newcomer = RunningProduct.newcomer();
        String key = sandbox.jira().raise(newcomer);
        String issue = sandbox.jira().idOf(key);
        var killer = new Killer(cluster, sandbox.okta().uri().getPort(), issue, afterwards);
        sandbox.okta().server().interfere(killer);

        sandbox.jira().approve(key, Cast.PAUL);

        Strike strike = Awaitility.await("a node is killed while it makes the account")
                .atMost(Duration.ofMinutes(2))
                .until(killer.strike::get, struck -> struck != null);
        Awaitility.await("another node has claimed it")
                .pollInterval(Duration.ofMillis(10))
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofMinutes(2))
                .until(() -> cluster.fences(issue) != strike.fences);
        Duration taken = Duration.ofNanos(System.nanoTime() - strike.nanos);
        sandbox.okta().server().interfere(Interference.NONE);
        Awaitility.await("the request is done")
                .atMost(Duration.ofMinutes(8))
                .until(() -> cluster.database()
                                .number(
                                        "select count(*) from work_item where subject = ? and kind = 'request'"
                                                + " and state = 'done'",
                                        issue)
                        == 1);
        assertThat(sandbox.jira().status(key)).isEqualTo("Done");
        return taken;
    }

    /** When a node was killed, and how often the work had been claimed by then. */
    private record Strike(long nanos, long fences) {}

    private static final class Killer implements Interference {

        private final AtomicReference<@Nullable Strike> strike = new AtomicReference<>();
        private final Cluster cluster;
        private final int port;
        private final String issue;
        private final boolean afterwards;

        Killer(Cluster cluster, int port, String issue, boolean afterwards) {
            this.cluster = cluster;
            this.port = port;
            this.issue = issue;
            this.afterwards = afterwards;
        }

        @Override
        public Ending meet(Call call) throws IOException, ServletException {
            boolean creates = call.method().equals("POST") && call.path().equals("/api/v1/users");
            if (!creates || strike.get() != null) {
                call.apply();
                return Ending.ANSWERED;
            }
            if (afterwards) {
                call.apply();
            }
            long fences = cluster.fences(issue);
            Node node = cluster.caller(call.callerPort(), port)
                    .orElseThrow(() -> new IllegalStateException("nobody is known to call from there"));
            cluster.kill(node);
            strike.set(new Strike(System.nanoTime(), fences));
            return Ending.CUT;
        }
    }

    private static void report(List<Duration> taken) {
        var found = JsonNodeFactory.instance.objectNode();
        found.put("kills", taken.size())
                .put("promisedMillis", PROMISED.toMillis())
                .put("longestMillis", Collections.max(taken).toMillis());
        taken.forEach(time -> found.withArray("millis").add(time.toMillis()));
        Report.put(JsonNodeFactory.instance.objectNode().set("takeover", found));
    }
}
