package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.http.SandboxServer;
import io.latchkey.sandbox.jira.JiraRules;
import io.latchkey.sandbox.jira.Onboarding;
import io.latchkey.testing.Effects;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.UsuallyThroughConnect;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A node that ends at any remote call of an onboarding, with warning or without: another one completes the request, and
 * nothing is there twice. Kills of a whole process are not tried here.
 */
@UsuallyThroughConnect
class RestartIT {

    /** Long enough for a node to end while the call is under way, short enough to be within a call's limit. */
    private static final Duration HELD = Duration.ofMillis(700);

    private static final RunningProduct PRODUCT = RunningProduct.setUp(Map.of(
            "latchkey.work.heartbeat-every", "200ms",
            "latchkey.work.lease", "3s",
            "latchkey.work.call-limit", "2s",
            "latchkey.okta.deadline", "2s",
            "latchkey.outbound.call-timeout", "2s",
            "latchkey.rollout.call-timeout", "2s"));

    private static final Effects EFFECTS = new Effects(PRODUCT);

    static {
        // A site tries again after minutes; here the node is back within seconds.
        PRODUCT.jira().rules().set(JiraRules.WEBHOOK_RETRY_DELAY_MILLIS, 100);
        PRODUCT.jira().rules().set(JiraRules.WEBHOOK_RETRIES, 1_000);
    }

    @AfterAll
    static void close() {
        PRODUCT.close();
    }

    /** What is under way ends and is recorded; nothing is left to wait for a lease. */
    @ParameterizedTest
    @CsvSource({
        "jira, GET, /rest/api/3/issue/[0-9]+",
        "jira, GET, /rest/servicedeskapi/request/[0-9]+/approval",
        "jira, GET, /rest/api/3/issue/[0-9]+/changelog",
        "okta, GET, /api/v1/groups/[^/]+/roles",
        "okta, POST, /api/v1/users",
        "okta, GET, /api/v1/users/[^/]+/groups",
        "jira, POST, /rest/api/3/issue/[0-9]+/comment",
        "jira, POST, /rest/api/3/issue/[0-9]+/transitions"
    })
    void aNodeThatIsStoppedHandsItsWorkOver(String vendor, String method, String path) {
        Onboarding nora = RunningProduct.newcomer();
        String key = heldAt(nora, vendor, method, path);

        PRODUCT.stop();
        long stillHeld = PRODUCT.count("select count(*) from work_item where lease_until > clock_timestamp()");
        PRODUCT.start();

        assertThat(stillHeld)
                .as("items that nobody may touch before a lease ends")
                .isZero();
        assertDoneOnce(key, nora);
    }

    /** The call takes effect and nobody records it. */
    @ParameterizedTest
    @CsvSource({
        "okta, GET, /api/v1/groups/[^/]+/roles",
        "okta, POST, /api/v1/users",
        "okta, GET, /api/v1/users/[^/]+/groups",
        "jira, POST, /rest/api/3/issue/[0-9]+/comment",
        "jira, POST, /rest/api/3/issue/[0-9]+/transitions"
    })
    void aNodeThatLosesItsDatabaseRepeatsNothing(String vendor, String method, String path) {
        Onboarding nora = RunningProduct.newcomer();
        String key = heldAt(nora, vendor, method, path);

        PRODUCT.crash();
        PRODUCT.start();

        assertDoneOnce(key, nora);
    }

    private static String heldAt(Onboarding nora, String vendor, String method, String path) {
        SandboxServer server =
                vendor.equals("jira") ? PRODUCT.jira().server() : PRODUCT.okta().server();
        server.faults().order(Fault.delay(method, path, 1, HELD));
        String key = PRODUCT.approved(nora);
        RunningProduct.await().until(() -> server.faults().left().isEmpty());
        return key;
    }

    private static void assertDoneOnce(String key, Onboarding nora) {
        JsonNode story = EFFECTS.awaitDone(key, nora);
        String issue = "/rest/api/3/issue/" + PRODUCT.jira().idOf(key);
        assertThat(story.path("decisions")).hasSize(1);
        assertThat(story.path("runs")).hasSize(1);
        assertThat(PRODUCT.jira().comments(key))
                .singleElement()
                .satisfies(comment -> assertThat(EFFECTS.signIn(nora, comment)).isEqualTo("PASSWORD_EXPIRED"));
        assertThat(PRODUCT.remoteCalls("POST", issue + "/comment")).hasSize(1);
        assertThat(PRODUCT.remoteCalls("POST", issue + "/transitions")).hasSize(1);
        assertThat(PRODUCT.trail(key))
                .containsExactly(
                        "request.admitted", "step.done", "step.done", "step.done", "step.done", "request.completed");
    }
}
