package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.sandbox.http.Exchange;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.testing.RunningProduct;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Many approvals at once for an org whose users' bucket is smaller than what they need of it in a minute. */
class ManyApprovalsFaults {

    private static final int APPROVALS = 100;

    /** Each account is created, and its groups are read. */
    private static final int CALLS = 2 * APPROVALS;

    /** An app may use half of an org's bucket: less than the calls, so that going faster would be refused. */
    private static final int OF_THE_APP = 190;

    private static final double SHARE = 0.9;

    private static final RunningProduct PRODUCT =
            RunningProduct.setUp(Map.of("latchkey.okta.budget-share", String.valueOf(SHARE)));

    @AfterAll
    static void close() {
        PRODUCT.close();
    }

    @Test
    void areDoneWithoutARefusalAndWithoutACallMore() {
        PRODUCT.awaitRun(PRODUCT.approved(RunningProduct.newcomer()), "done");
        PRODUCT.okta().limit("/api/v1/users", 2 * OF_THE_APP);
        PRODUCT.awaitRun(PRODUCT.approved(RunningProduct.newcomer()), "done");
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < APPROVALS; i++) {
            keys.add(PRODUCT.jira().raise(RunningProduct.newcomer()));
        }
        PRODUCT.awaitQuiet();
        PRODUCT.forgetTraffic();

        keys.forEach(key -> PRODUCT.jira().approve(key, Cast.PAUL));
        Duration due = Duration.ofMillis((long) (CALLS / (OF_THE_APP * SHARE) * 60_000));
        Awaitility.await()
                .pollInterval(Duration.ofMillis(200))
                .atMost(due.multipliedBy(3))
                .until(() ->
                        keys.stream().allMatch(key -> PRODUCT.jira().status(key).equals("Done")));

        assertThat(Stream.concat(
                                PRODUCT.okta().server().traffic().all().stream(),
                                PRODUCT.jira().server().traffic().all().stream())
                        .filter(call -> call.status() == 429))
                .isEmpty();
        List<Exchange> calls = PRODUCT.remoteCalls();
        assertThat(calls).hasSize(10 * APPROVALS);
        assertThat(calls.stream().filter(call -> call.path().startsWith("/api/v1/users")))
                .hasSize(CALLS);
    }
}
