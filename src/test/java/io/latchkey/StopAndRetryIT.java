package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.Onboarding;
import io.latchkey.testing.ExampleRecipe;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.UsuallyThroughConnect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that a person closes ends before its next effect; one that is parked goes on where a person wants it to. */
@UsuallyThroughConnect
class StopAndRetryIT {

    private static final String COMMENTS = "/rest/api/3/issue/[0-9]+/comment";

    private static final String TRANSITIONS = "/rest/api/3/issue/[0-9]+/transitions";

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
        // Its only step is the note's; a look follows the stop, and finds the request closed.
        RunningProduct.await()
                .untilAsserted(() -> assertThat(PRODUCT.trail(key))
                        .containsExactlyInAnyOrder("request.admitted", "run.stopped", "step.done", "request.ignored"));
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

        assertThatThrownBy(() -> PRODUCT.administrator().post("/api/requests/" + key + "/retry", Map.of()))
                .as("by its key")
                .hasMessageContaining("409");
        PRODUCT.awaitRun(key, "done");
        assertThat(PRODUCT.trail(key)).contains("run.parked", "run.retried", "request.completed");
        assertThat(PRODUCT.trailRows(key))
                .filteredOn(row -> row.path("kind").asText().equals("run.parked"))
                .singleElement()
                .satisfies(row -> assertThat(row.at("/facts/remoteRequestIds"))
                        .extracting(JsonNode::asText)
                        .isNotEmpty()
                        .allMatch(id -> id.startsWith("atlassian:")));
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

    /** What it waits for first is told only when it is so again. */
    @Test
    void aNoteThatIsNotSoAnyMoreIsNotWritten() {
        Onboarding nora = RunningProduct.newcomer();
        String other = PRODUCT.okta().createPerson("Other", "Person", nora.workEmail(), "Kn0wn-Before-Us", List.of());
        PRODUCT.jira()
                .server()
                .faults()
                .order(Fault.answer("POST", COMMENTS, 1, 429, "{}").withHeader("Retry-After", "6"));
        String key = PRODUCT.approved(nora);
        RunningProduct.await().until(() -> runs("request", key, "parked") == 1);
        RunningProduct.await().until(() -> runs("note", key, "waiting") == 1);
        PRODUCT.okta().server().faults().order(Fault.answer("POST", "/api/v1/users", 1, 400, "{}"));
        login(other, "renamed." + nora.workEmail());
        retry(key);

        RunningProduct.await().until(() -> runs("note", key, "done") == 1);
        PRODUCT.awaitQuiet();
        assertThat(runs("note", key, "stopped")).isEqualTo(1);
        assertThat(PRODUCT.jira().comments(key).toString())
                .contains("okta.refused")
                .doesNotContain("okta.login-taken");
        login(other, nora.workEmail());
        retry(key);

        RunningProduct.await().until(() -> runs("note", key, "done") == 2);
        assertThat(PRODUCT.jira().comments(key)).hasSize(2);
        assertThat(PRODUCT.jira().comments(key).toString()).contains("okta.login-taken");
    }

    private static void login(String user, String login) {
        PRODUCT.oktaAdministrator().post("/api/v1/users/" + user, Map.of("profile", Map.of("login", login)));
    }

    private static void retry(String key) {
        PRODUCT.administrator().post("/api/requests/" + PRODUCT.jira().idOf(key) + "/retry", Map.of());
    }

    private static long runs(String kind, String key, String state) {
        return PRODUCT.count(
                "select count(*) from work_item" + " where kind = ? and subject = ? and plan is not null and state = ?",
                kind,
                PRODUCT.jira().idOf(key),
                state);
    }

    /** Done, and a status that asks for an approval anew: our own move, of which we did not hear, is no person's doing. */
    @ParameterizedTest
    @ValueSource(strings = {"31", "51"})
    void whatTheRunMovedItselfKeepsNobodysPasswordFromThem(String transition) {
        PRODUCT.administrator()
                .post(
                        "/api/recipes",
                        ExampleRecipe.endingWith(ExampleRecipe.transition("move", transition), ExampleRecipe.COMMENT));
        try {
            PRODUCT.jira().server().faults().order(Fault.cutAfter("POST", TRANSITIONS, 1));
            String key = waiting(RunningProduct.newcomer());

            PRODUCT.jira().edit(key, Cast.GUS, "summary", TextNode.valueOf("Is it ready?"));
            RunningProduct.await().until(() -> !run(key).path("state").asText().equals("waiting"));

            assertThat(run(key).path("state").asText()).isEqualTo("done");
            assertThat(PRODUCT.jira().comments(key))
                    .singleElement()
                    .satisfies(comment -> assertThat(comment.toString()).contains("Temporary password"));
        } finally {
            PRODUCT.setup().saveRecipe();
        }
    }

    @Test
    void whatIsApprovedAnewWhileItWaitsBeginsAnew() {
        PRODUCT.okta().server().faults().order(Fault.answer("POST", "/api/v1/users", 1, 503, "{}"));
        Onboarding wrong = RunningProduct.newcomer();
        Onboarding right = RunningProduct.newcomer();
        String key = waiting(wrong);

        PRODUCT.holdSignals();
        askAnewFor(right, key);
        PRODUCT.jira().approve(key, Cast.PAUL);
        PRODUCT.releaseSignals();

        onboarded(key, right);
        assertThat(PRODUCT.okta().systemLog().toString()).doesNotContain(wrong.workEmail());
    }

    @Test
    void whatIsApprovedAnewWhileItIsParkedBeginsAnew() {
        Onboarding wrong = RunningProduct.newcomer();
        Onboarding right = RunningProduct.newcomer();
        PRODUCT.okta().createPerson("Other", "Person", wrong.workEmail(), "Kn0wn-Before-Us", List.of());
        String key = PRODUCT.approved(wrong);
        PRODUCT.awaitRun(key, "parked");

        askAnewFor(right, key);
        PRODUCT.awaitQuiet();
        assertThat(run(key).path("state").asText()).isEqualTo("parked");
        PRODUCT.jira().approve(key, Cast.PAUL);

        onboarded(key, right);
        assertThat(PRODUCT.okta().groupsOf(wrong.workEmail())).containsExactly("Everyone");
    }

    /** Okta would take the login once more, and one person had two accounts. */
    @Test
    void anAccountThatAPersonRenamedIsNotMadeAgainForTheSameRequest() {
        PRODUCT.jira().server().faults().order(Fault.answer("POST", COMMENTS, 1, 403, "{}"));
        Onboarding nora = RunningProduct.newcomer();
        String key = PRODUCT.approved(nora);
        PRODUCT.awaitRun(key, "parked");
        PRODUCT.oktaAdministrator()
                .post(
                        "/api/v1/users/" + nora.workEmail(),
                        Map.of("profile", Map.of("login", "renamed." + nora.workEmail())));

        askAnewFor(nora, key);
        PRODUCT.jira().approve(key, Cast.PAUL);

        RunningProduct.await().untilAsserted(() -> assertThat(states(key)).containsExactly("stopped", "parked"));
        assertThat(RunningProduct.newestRun(PRODUCT.story(key))
                        .path("reasonCode")
                        .asText())
                .isEqualTo("okta.account-changed");

        PRODUCT.administrator().post("/api/requests/" + PRODUCT.jira().idOf(key) + "/retry", Map.of());
        PRODUCT.awaitRun(key, "parked");
        PRODUCT.awaitQuiet();
        assertThat(PRODUCT.okta().user(nora.workEmail())).isEmpty();
        assertThat(PRODUCT.okta().user("renamed." + nora.workEmail())).isPresent();
    }

    /** Neither the stop nor the new beginning waits for what the old run waited for. */
    @Test
    void whatWaitsForALimitIsStoppedAtOnce() {
        Instant reset = PRODUCT.clock().instant().plusSeconds(12);
        PRODUCT.okta()
                .server()
                .faults()
                .order(Fault.answer("POST", "/api/v1/users", 1, 429, "{}")
                        .withHeader("X-Rate-Limit-Limit", "600")
                        .withHeader("X-Rate-Limit-Remaining", "0")
                        .withHeader("X-Rate-Limit-Reset", String.valueOf(reset.getEpochSecond())));
        awaitReason(PRODUCT.approved(RunningProduct.newcomer()), "okta.rate-limited");
        Onboarding wrong = RunningProduct.newcomer();
        Onboarding right = RunningProduct.newcomer();
        String key = PRODUCT.approved(wrong);
        awaitReason(key, "okta.budget");

        askAnewFor(right, key);
        RunningProduct.await().until(() -> run(key).path("state").asText().equals("stopped"));

        assertThat(Instant.parse(run(key).path("endedAt").asText())).isBefore(reset.minusSeconds(1));
        PRODUCT.jira().approve(key, Cast.PAUL);
        onboarded(key, right);
        assertThat(PRODUCT.okta().systemLog().toString()).doesNotContain(wrong.workEmail());
    }

    private static void awaitReason(String key, String code) {
        RunningProduct.await().until(() -> run(key).path("reasonCode").asText().equals(code));
    }

    private static void askAnewFor(Onboarding right, String key) {
        PRODUCT.jira().edit(key, Cast.GUS, "customfield_10103", TextNode.valueOf(right.workEmail()));
        // A change within the second in which an approval is asked for counts as one that came after it.
        Instant edited = PRODUCT.clock().instant();
        RunningProduct.await().until(() -> PRODUCT.clock().instant().getEpochSecond() > edited.getEpochSecond());
        PRODUCT.jira().transition(key, Cast.GUS, "51");
    }

    /** The first run is stopped, the second one has done what was approved last. */
    private static void onboarded(String key, Onboarding right) {
        RunningProduct.await().untilAsserted(() -> assertThat(states(key)).containsExactly("stopped", "done"));
        PRODUCT.awaitQuiet();
        assertThat(PRODUCT.okta().groupsOf(right.workEmail())).contains("Engineering");
        assertThat(PRODUCT.jira().status(key)).isEqualTo("Done");
    }

    private static List<String> states(String key) {
        List<String> states = new ArrayList<>();
        PRODUCT.story(key).path("runs").forEach(run -> {
            if (run.path("kind").asText().equals("request")) {
                states.add(run.path("state").asText());
            }
        });
        return states;
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
