package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.demo.Credential;
import io.latchkey.demo.Http;
import io.latchkey.demo.Setup;
import io.latchkey.sandbox.http.Exchange;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.Onboarding;
import io.latchkey.testing.CountedTransactions.Transaction;
import io.latchkey.testing.Effects;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.UsuallyThroughConnect;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The story, and what it costs. */
@UsuallyThroughConnect
class OnboardingIT {

    private static final RunningProduct PRODUCT = RunningProduct.setUp(Map.of());

    @AfterAll
    static void close() {
        PRODUCT.close();
    }

    @Test
    void anApprovedRequestBecomesAnAccountACommentAndAClosedTicket() {
        Onboarding nora = RunningProduct.newcomer();

        String key = PRODUCT.approved(nora);
        JsonNode story = PRODUCT.awaitRun(key, "done");

        assertThat(story.path("decisions")).hasSize(1);
        assertThat(story.path("decisions").path(0).path("outcome").asText()).isEqualTo("admitted");
        JsonNode user = PRODUCT.okta().user(nora.workEmail()).orElseThrow();
        assertThat(user.path("status").asText()).isEqualTo("PASSWORD_EXPIRED");
        assertThat(user.at("/profile/secondEmail").asText()).isEqualTo(nora.personalEmail());
        assertThat(user.at("/profile/department").asText()).isEqualTo("Engineering");
        assertThat(PRODUCT.okta().groupsOf(nora.workEmail())).containsExactlyInAnyOrderElementsOf(Effects.GROUPS);
        assertThat(PRODUCT.jira().status(key)).isEqualTo("Done");
        assertThat(PRODUCT.trail(key))
                .containsExactly(
                        "request.admitted", "step.done", "step.done", "step.done", "step.done", "request.completed");
    }

    /** What the vendors' support asks for first; a person sees it beside the step. */
    @Test
    void tellsHowOftenEachStepWasTriedAndUnderWhichIdsTheVendorsKnowIt() {
        Onboarding nora = RunningProduct.newcomer();
        PRODUCT.okta().server().faults().order(Fault.answer("POST", "/api/v1/users", 1, 503, "{}"));
        PRODUCT.forgetTraffic();

        JsonNode story = PRODUCT.awaitRun(PRODUCT.approved(nora), "done");

        JsonNode steps = RunningProduct.newestRun(story).path("steps");
        JsonNode account = steps.path(0);
        assertThat(account.path("attempts").asInt()).isEqualTo(2);
        assertThat(account.path("remoteRequestIds"))
                .extracting(JsonNode::asText)
                .contains("okta:" + answeredUnder("x-okta-request-id", "POST", "/api/v1/users"));
        assertThat(steps.path(1).path("attempts").asInt()).isOne();
        assertThat(steps.path(2).path("remoteRequestIds"))
                .extracting(JsonNode::asText)
                .contains("atlassian:" + answeredUnder("atl-traceid", "POST", "/rest/.*/comment"))
                .hasSizeLessThanOrEqualTo(5);
    }

    private static String answeredUnder(String header, String method, String path) {
        List<Exchange> calls = PRODUCT.remoteCalls(method, path);
        return java.util.Objects.requireNonNull(
                        calls.get(calls.size() - 1).responseHeaders().get(header), header)
                .get(0);
    }

    @Test
    void theOnePublicCommentCarriesALoginAndAPasswordThatMustBeChanged() {
        Onboarding nora = RunningProduct.newcomer();

        String key = PRODUCT.approved(nora);
        PRODUCT.awaitRun(key, "done");

        List<JsonNode> comments = PRODUCT.jira().comments(key);
        assertThat(comments).hasSize(1);
        assertThat(comments.get(0).path("jsdPublic").asBoolean()).isTrue();
        List<String> codes = Credential.codes(comments.get(0).path("body"));
        assertThat(codes).hasSize(2).first().isEqualTo(nora.workEmail());
        assertThat(signIn(nora.workEmail(), codes.get(1))).isEqualTo("PASSWORD_EXPIRED");
        changePassword(nora.workEmail(), codes.get(1));
        assertThat(signIn(nora.workEmail(), codes.get(1))).isEqualTo("refused");
    }

    @Test
    void thePasswordIsNowhereElse() {
        Onboarding nora = RunningProduct.newcomer();

        String key = PRODUCT.approved(nora);
        JsonNode story = PRODUCT.awaitRun(key, "done");

        String password = Credential.codes(PRODUCT.jira().comments(key).get(0).path("body"))
                .get(1);
        assertThat(story.toString()).doesNotContain(password);
        assertThat(List.of(PRODUCT.trailRows(key)).toString()).doesNotContain(password);
        assertThat(PRODUCT.count("select count(*) from step_outcome where position(?::bytea in outcome) > 0", (Object)
                        password.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isZero();
        assertThat(PRODUCT.count(
                        "select count(*) from step_intent where position(?::bytea in intent) > 0 or position(?::bytea in secret) > 0",
                        password.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        password.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isZero();
    }

    /** The second approver's yes is what admits it. */
    @Test
    void twoApprovalsAreBothNeeded() {
        try (var product = new SecondApproval()) {
            String key = PRODUCT.approved(RunningProduct.newcomer());
            PRODUCT.awaitQuiet();
            assertThat(PRODUCT.story(key).path("runs")).isEmpty();
            assertThat(PRODUCT.jira().comments(key)).isEmpty();

            product.olgaApproves(key);

            PRODUCT.awaitRun(key, "done");
        }
    }

    @Test
    void theActivationDeliveryLeavesThePasswordToOkta() {
        PRODUCT.administrator()
                .post("/api/recipes", Setup.exampleRecipe().replace("\"comment\" }", "\"activation\" }"));
        try {
            Onboarding nora = RunningProduct.newcomer();

            String key = PRODUCT.approved(nora);
            PRODUCT.awaitRun(key, "done");

            assertThat(PRODUCT.okta()
                            .user(nora.workEmail())
                            .orElseThrow()
                            .path("status")
                            .asText())
                    .isEqualTo("PROVISIONED");
            assertThat(PRODUCT.remoteCalls("POST", "/api/v1/users"))
                    .last()
                    .satisfies(call -> assertThat(call.requestText()).doesNotContain("password"));
            assertThat(PRODUCT.count(
                            "select count(*) from step_intent i join work_item w on w.tenant_id = i.tenant_id"
                                    + " and w.id = i.work_id where w.subject = ? and i.secret is not null",
                            PRODUCT.jira().idOf(key)))
                    .isZero();
            assertThat(PRODUCT.okta().mails())
                    .filteredOn(mail -> mail.to().equals(nora.workEmail()))
                    .extracting(mail -> mail.kind())
                    .containsExactly("activation");
            assertThat(PRODUCT.jira().comments(key)).hasSize(1);
            assertThat(Credential.codes(PRODUCT.jira().comments(key).get(0).path("body")))
                    .isEmpty();
        } finally {
            PRODUCT.setup().saveRecipe();
        }
    }

    /** Sites that ask two people in a row; put back afterwards, since the site is shared. */
    private static final class SecondApproval implements AutoCloseable {

        SecondApproval() {
            PRODUCT.jira().useTwoApprovals();
        }

        void olgaApproves(String key) {
            PRODUCT.jira().approve(key, Cast.OLGA);
        }

        @Override
        public void close() {
            Http.at(PRODUCT.jira().uri())
                    .put("/sandbox/workflow/approvals", List.of(Map.of("name", "Waiting for approval")));
        }
    }

    @Test
    void anOnboardingWithTwoGroupsCostsTenRemoteCallsAndNineWritingTransactions() {
        PRODUCT.awaitRun(PRODUCT.approved(RunningProduct.newcomer()), "done");

        assertApprovalCostsTenRemoteCallsAndNineWritingTransactions();
    }

    @Test
    void theFirstOnboardingOfANodeCostsNoMore() {
        // What the nodes of a running product do every two minutes.
        PRODUCT.administrator().post("/api/okta-connections/main/test", Map.of());
        PRODUCT.stop();
        PRODUCT.start();

        assertApprovalCostsTenRemoteCallsAndNineWritingTransactions();
    }

    private static void assertApprovalCostsTenRemoteCallsAndNineWritingTransactions() {
        String key = PRODUCT.jira().raise(RunningProduct.newcomer());
        PRODUCT.awaitQuiet();
        PRODUCT.forgetTraffic();
        PRODUCT.transactions().reset();

        PRODUCT.jira().approve(key, Cast.PAUL);
        PRODUCT.awaitRun(key, "done");

        assertThat(PRODUCT.remoteCalls())
                .extracting(call -> call.method() + " " + call.path())
                .hasSize(10);
        assertThat(PRODUCT.transactions().writing())
                .extracting(Transaction::statements)
                .hasSizeLessThanOrEqualTo(9);
    }

    private static String signIn(String login, String password) {
        var answer = Http.at(PRODUCT.okta().uri())
                .send("POST", "/api/v1/authn", Map.of("username", login, "password", password));
        return answer.statusCode() == 200 ? Http.json(answer).path("status").asText() : "refused";
    }

    private static void changePassword(String login, String password) {
        Http okta = Http.at(PRODUCT.okta().uri());
        String state = okta.post("/api/v1/authn", Map.of("username", login, "password", password))
                .path("stateToken")
                .asText();
        okta.post(
                "/api/v1/authn/credentials/change_password",
                Map.of("stateToken", state, "oldPassword", password, "newPassword", "Her-0wn-Choice-Now"));
    }
}
