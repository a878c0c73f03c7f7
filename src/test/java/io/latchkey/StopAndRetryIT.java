package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.Onboarding;
import io.latchkey.testing.RunningProduct;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A request that a person closes ends before its next effect; one that is parked goes on where a person wants it to. */
class StopAndRetryIT {

    private static final String COMMENTS = "/rest/api/3/issue/[0-9]+/comment";

    private static final RunningProduct PRODUCT =
            RunningProduct.setUp(Map.of("latchkey.work.first-backoff", "30s", "latchkey.work.confirmed-for", "1s"));

    @AfterAll
    static void close() {
        PRODUCT.close();
    }

    @AfterEach
    void asBefore() {
        PRODUCT.jira().server().faults().clear();
        PRODUCT.okta().server().faults().clear();
    }

    @Test
    void aRequestThatIsClosedWhileItWaitsIsStopped() {
        PRODUCT.okta().server().faults().order(Fault.answer("POST", "/api/v1/users", 100, 503, "{}"));
        Onboarding nora = RunningProduct.newcomer();
        String key = waiting(nora);

        close(key);

        RunningProduct.await().until(() -> run(key).path("state").asText().equals("stopped"));
        assertThat(run(key).path("reasonCode").asText()).isEqualTo("request.closed");
        assertThat(PRODUCT.okta().systemLog().toString()).doesNotContain(nora.workEmail());
        RunningProduct.await().until(() -> PRODUCT.jira().comments(key).size() == 1);
        assertThat(PRODUCT.jira().comments(key).get(0).toString())
                .contains("Nothing had been done before")
                .contains("request.closed");
        // Its only step is the note's.
        RunningProduct.await()
                .untilAsserted(() ->
                        assertThat(PRODUCT.trail(key)).containsExactly("request.admitted", "run.stopped", "step.done"));
    }

    @Test
    void whatHadBeenDoneIsSaid() {
        PRODUCT.jira().server().faults().order(Fault.answer("POST", COMMENTS, 1, 503, "{}"));
        String key = waiting(RunningProduct.newcomer());

        close(key);

        RunningProduct.await().until(() -> run(key).path("state").asText().equals("stopped"));
        RunningProduct.await().until(() -> PRODUCT.jira().comments(key).size() == 1);
        assertThat(PRODUCT.jira().comments(key).get(0).toString()).contains("the Okta account was created");
    }

    @Test
    void aParkedRunIsRetriedOnceAndGoesOn() {
        PRODUCT.jira().server().faults().order(Fault.answer("POST", COMMENTS, 1, 400, "{}"));
        String key = PRODUCT.approved(RunningProduct.newcomer());
        RunningProduct.await().until(() -> run(key).path("state").asText().equals("parked"));
        String retry = "/api/requests/" + PRODUCT.jira().idOf(key) + "/retry";

        PRODUCT.administrator().post(retry, Map.of());

        assertThatThrownBy(() -> PRODUCT.administrator().post(retry, Map.of())).hasMessageContaining("409");
        PRODUCT.awaitRun(key, "done");
        assertThat(PRODUCT.trail(key)).contains("run.parked", "run.retried", "request.completed");
        assertThatThrownBy(() -> PRODUCT.administrator().post("/api/requests/999999999/retry", Map.of()))
                .hasMessageContaining("404");
    }

    @Test
    void parkedAgainForTheSameReasonWritesNoSecondNote() {
        Onboarding nora = RunningProduct.newcomer();
        PRODUCT.okta().createPerson("Other", "Person", nora.workEmail(), "Kn0wn-Before-Us", List.of());
        String key = PRODUCT.approved(nora);
        PRODUCT.awaitRun(key, "parked");
        RunningProduct.await().until(() -> PRODUCT.jira().comments(key).size() == 1);

        PRODUCT.administrator().post("/api/requests/" + PRODUCT.jira().idOf(key) + "/retry", Map.of());

        RunningProduct.await()
                .until(() ->
                        PRODUCT.trail(key).stream().filter("run.parked"::equals).count() == 2);
        PRODUCT.awaitQuiet();
        assertThat(PRODUCT.jira().comments(key)).hasSize(1);
    }

    private static String waiting(Onboarding newcomer) {
        String key = PRODUCT.approved(newcomer);
        RunningProduct.await().until(() -> run(key).path("attempts").asInt() == 1);
        return key;
    }

    private static void close(String key) {
        PRODUCT.jira().transition(key, Cast.GUS, "31");
    }

    private static JsonNode run(String key) {
        return PRODUCT.story(key).path("runs").path(0);
    }
}
