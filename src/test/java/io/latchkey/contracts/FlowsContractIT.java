package io.latchkey.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.demo.Http;
import io.latchkey.demo.Setup;
import io.latchkey.demo.Story;
import io.latchkey.sandbox.http.Exchange;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.http.Faults;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.SiteFields;
import io.latchkey.testing.RunningProduct;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Plays what the product does — settings, both deliveries, a refusal, a held request, the sweep, refused and lost answers —
 * and holds every exchange between the product and the sandbox against the vendors' documents.
 */
class FlowsContractIT {

    private static final String SEARCH = "/rest/api/3/search/jql";
    private static final String ISSUE = "/rest/api/3/issue/";
    private static final String JIRA_LIMIT = "{\"errorMessages\":[\"Rate limit exceeded.\"],\"errors\":{}}";
    private static final String OKTA_LIMIT = """
            {"errorCode":"E0000047","errorSummary":"API call exceeded rate limit due to too many requests.",
             "errorLink":"E0000047","errorId":"oae1","errorCauses":[]}""";
    private static final Map<String, Object> SOON = Map.of(
            "latchkey.work.first-backoff",
            "50ms",
            "latchkey.work.longest-backoff",
            "1s",
            "latchkey.intake.sweep-every",
            "1s");

    @Test
    void whatIsAskedAndAnsweredIsWhatTheVendorsDescribe() {
        VendorDocument.assumeNamed();
        try (RunningProduct product = RunningProduct.bare(SOON)) {
            var flows = new Flows(product);
            flows.settings();
            flows.onboardings();
            flows.refusals();
            flows.sweep();
            flows.failures();

            var check = new ExchangeCheck();
            ofTheProduct(product).forEach(check::check);

            say(check.summary());
            assertThat(check.wrong()).isEmpty();
            // What the flows above ask at least; fewer would mean that they were not played or not recorded.
            assertThat(check.checked().get(VendorDocument.JIRA_PLATFORM)).isGreaterThan(60);
            assertThat(check.checked().get(VendorDocument.JIRA_SERVICE_MANAGEMENT))
                    .isGreaterThan(15);
            assertThat(check.checked().get(VendorDocument.OKTA_MANAGEMENT)).isGreaterThan(40);
            assertThat(check.checked().get(VendorDocument.OKTA_OAUTH)).isGreaterThan(1);
        }
    }

    /** In Jira it signs with a JWT; in Okta it is the only one with a client assertion or an OAuth token. */
    private static Stream<Exchange> ofTheProduct(RunningProduct product) {
        return Stream.concat(
                product
                        .sandbox()
                        .jira()
                        .server()
                        .traffic()
                        .matching(one -> authorization(one).startsWith("JWT "))
                        .stream(),
                product
                        .sandbox()
                        .okta()
                        .server()
                        .traffic()
                        .matching(one -> authorization(one).matches("(Bearer|DPoP) .*")
                                || one.path().equals("/oauth2/v1/token"))
                        .stream());
    }

    private static String authorization(Exchange exchange) {
        return exchange.requestHeaders()
                .getOrDefault("authorization", List.of(""))
                .get(0);
    }

    @SuppressWarnings("SystemOut") // the number belongs into the log of a build
    private static void say(String sentence) {
        System.out.println(sentence);
    }

    /** The flows, each until the product has answered it. */
    private static final class Flows {

        private final RunningProduct product;
        private final Setup setup;
        private final Story story;

        Flows(RunningProduct product) {
            this.product = product;
            this.setup = product.setup();
            this.story = new Story(product.jira().uri());
        }

        void settings() {
            setup.complete();
            setup.automate();
            Http admin = setup.administrator();
            admin.get("/api/installation");
            admin.get("/api/service-desks");
            admin.get("/api/service-desks/1/request-types");
            admin.get("/api/service-desks/fields");
            assertThat(admin.post("/api/okta-connections/main/test", Map.of()).path("findings"))
                    .isEmpty();
            var unknownGroup = Setup.exampleRecipe().replace("Engineering", "No such group");
            assertThat(admin.send("POST", "/api/recipes", unknownGroup).statusCode())
                    .isEqualTo(422);
            assertThat(admin.send("PUT", "/api/okta-connections/main/allowed-groups", Map.of("groups", List.of("None")))
                            .statusCode())
                    .isEqualTo(422);
        }

        void onboardings() {
            assertThat(onboard("comment@example.com")).isEqualTo("done");
            // Only now there is an approved request, by which reading approvals can be proven.
            assertThat(setup.administrator()
                            .post("/api/service-desks/1/check", Map.of())
                            .path("works")
                            .asBoolean())
                    .isTrue();
            setup.administrator()
                    .post("/api/recipes", Setup.exampleRecipe().replace("\"comment\" }", "\"activation\" }"));
            assertThat(onboard("activation@example.com")).isEqualTo("done");
            assertThat(okta().path("status").asText()).isEqualTo("PROVISIONED");
            setup.saveRecipe();
        }

        private JsonNode okta() {
            return Http.at(product.okta().uri())
                    .authorized("SSWS sandbox-admin")
                    .get("/api/v1/users/activation@example.com");
        }

        void refusals() {
            assertThat(onboard("existing.person@example.com")).isEqualTo("parked");
            assertThat(onboard("no address")).isEqualTo("done");

            Http.at(product.jira().uri()).send("DELETE", "/sandbox/automation/rule", null);
            // No signal and no sweep may tell of the request before its field is changed.
            product.jira().holdWebhooks();
            product.jira().server().faults().order(Fault.answer("POST", SEARCH, 1_000, 503, JIRA_LIMIT));
            String changed = story.raise("Nora", "Changed", "changed@example.com");
            story.approve(changed);
            product.jira().edit(changed, Cast.GUS, SiteFields.FIRST_NAME, TextNode.valueOf("Other"));
            product.jira().server().faults().clear();
            product.jira().releaseWebhooks(false);
            ended(changed);
            assertThat(product.story(changed).at("/decisions/0/outcome").asText())
                    .isEqualTo("held");
        }

        void sweep() {
            product.jira().dropWebhooks(true);
            assertThat(onboard("swept@example.com")).isEqualTo("done");
            product.jira().dropWebhooks(false);
        }

        void failures() {
            Faults jira = product.jira().server().faults();
            Faults okta = product.okta().server().faults();
            jira.order(Fault.answer("GET", ISSUE + "[0-9]+", 1, 429, JIRA_LIMIT).withHeader("Retry-After", "1"));
            jira.order(Fault.answer("POST", ISSUE + ".*/comment", 1, 503, JIRA_LIMIT));
            jira.order(Fault.cutAfter("POST", ISSUE + ".*/comment", 1));
            jira.order(Fault.cutAfter("POST", ISSUE + ".*/transitions", 1));
            okta.order(Fault.answer("POST", "/api/v1/users", 1, 429, OKTA_LIMIT));
            okta.order(Fault.cutAfter("POST", "/api/v1/users", 1));
            okta.order(Fault.cutAfter("GET", "/api/v1/users/.*/groups", 1));
            assertThat(onboard("failing@example.com")).isEqualTo("done");
            assertThat(jira.left()).isEmpty();
            okta.clear();
        }

        /** The state of the run that followed the decision. */
        private String onboard(String email) {
            String issue = story.raise("Nora", "Newcomer", email);
            story.approve(issue);
            return ended(issue);
        }

        private String ended(String issue) {
            String id = product.jira().idOf(issue);
            await(issue)
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> !state(id).isEmpty() && !state(id).equals("waiting"));
            return state(id);
        }

        private String state(String id) {
            return setup.administrator()
                    .get("/api/requests/" + id)
                    .path("runs")
                    .path(0)
                    .path("state")
                    .asText();
        }
    }
}
