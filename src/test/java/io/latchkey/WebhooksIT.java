package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.demo.Http;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.SiteFields;
import io.latchkey.sandbox.webhook.Delivery;
import io.latchkey.sandbox.webhook.WebhookReceiver;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.TwoSites;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The webhooks of a site, and the step that calls them. */
class WebhooksIT {

    private static final RunningProduct PRODUCT = TwoSites.shared().product();
    private static final WebhookReceiver RECEIVER = PRODUCT.sandbox().webhooks();
    private static final String NAME = "pager";
    private static final String PATH = "/api/webhooks/" + NAME;
    private static final String URL = RECEIVER.hook(NAME) + "?token=Kn0wn-to-the-receiver";
    private static final String RECIPE = """
            key: tells
            title: Tells
            match: { serviceDesk: "1", requestTypes: ["37"] }
            inputs:
              incident: { source: { field: customfield_10124 }, type: text }
            connection: main
            steps:
              - id: tell
                uses: rollout.call-webhook
                with: { webhook: pager, data: { incident: "${inputs.incident}" } }
              - id: close
                uses: jira.transition
                with: { transition: Complete, status: Done }
            delivery: { method: activation }
            """;
    private static final String WITHOUT = RECIPE.replace("uses: rollout.call-webhook", "uses: jira.comment")
            .replace("with: { webhook: pager, data: { incident: \"${inputs.incident}\" } }", "with: { text: Done. }");

    private String secret = "";

    @BeforeEach
    void register() {
        HttpResponse<String> answer = PRODUCT.administrator().send("PUT", PATH, Map.of("url", URL));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        secret = Http.json(answer).path("secret").asText();
        RECEIVER.trust(secret);
    }

    @AfterEach
    void asBefore() {
        RECEIVER.server().faults().clear();
        RECEIVER.trustNobody();
        PRODUCT.awaitQuiet();
        if (PRODUCT.administrator().get("/api/recipes").toString().contains("rollout.call-webhook")) {
            PRODUCT.administrator().postYaml("/api/recipes", WITHOUT);
        }
        assertThat(PRODUCT.administrator().send("DELETE", PATH, null).statusCode())
                .isEqualTo(204);
    }

    @Test
    void tellTheirSecretOnceAndNothingOfTheirAddressButItsHost() {
        assertThat(secret).startsWith("whsec_");

        JsonNode again = PRODUCT.administrator().put(PATH, Map.of("url", URL));
        JsonNode list = PRODUCT.administrator().get("/api/webhooks");

        assertThat(again.path("secret").isNull()).isTrue();
        assertThat(list.path(0).path("name").asText()).isEqualTo(NAME);
        assertThat(list.path(0).path("host").asText()).isEqualTo("localhost");
        String everything = again + list.toString() + PRODUCT.administrator().get("/api/audit?limit=500");
        assertThat(everything).contains("webhook.registered").doesNotContain(secret, "Kn0wn");
        assertThat(PRODUCT.count(
                        "select count(*) from webhook where position('localhost' in encode(url, 'escape')) > 0"))
                .isZero();
    }

    @Test
    void leadToHostsOfTheOperatorsListAlone() {
        assertThat(refusal("PUT", PATH, Map.of("url", "https://evil.example/collect")))
                .isEqualTo("422 rollout.host-not-allowed");
        assertThat(refusal("PUT", "/api/webhooks/other", Map.of("url", "https://169.254.169.254/latest")))
                .isEqualTo("422 rollout.host-not-allowed");
        assertThat(refusal("PUT", "/api/webhooks/Other", Map.of("url", URL))).isEqualTo("422 rollout.name-malformed");
        assertThat(PRODUCT.administrator().get("/api/webhooks")).hasSize(1);
    }

    @Test
    void canBeTried() {
        JsonNode arrived = PRODUCT.administrator().post(PATH + "/test", Map.of());
        RECEIVER.trustNobody();
        JsonNode refused = PRODUCT.administrator().post(PATH + "/test", Map.of());

        assertThat(arrived.path("delivered").asBoolean()).isTrue();
        assertThat(arrived.path("status").asInt()).isEqualTo(204);
        assertThat(refused.path("delivered").asBoolean()).isFalse();
        assertThat(refused.path("code").asText()).isEqualTo("rollout.refused");
        assertThat(refused.path("status").asInt()).isEqualTo(401);
        assertThat(last().body().path("type").asText()).isEqualTo("webhook.test");
        assertThat(refusal("POST", "/api/webhooks/nobodys/test", Map.of())).isEqualTo("404 rollout.webhook-unknown");
    }

    @Test
    void signWithTheOldSecretTooForAsLongAsWasSaid() {
        JsonNode rotated = PRODUCT.administrator().post(PATH + "/secret", Map.of("overlapMinutes", 60));

        assertThat(rotated.path("secret").asText()).startsWith("whsec_").isNotEqualTo(secret);
        assertThat(rotated.path("webhook").path("previousSignsUntil").asText()).isNotEmpty();
        assertThat(isDelivered()).isTrue();
        RECEIVER.trustNobody();
        RECEIVER.trust(rotated.path("secret").asText());
        assertThat(isDelivered()).isTrue();

        JsonNode atOnce = PRODUCT.administrator().post(PATH + "/secret", Map.of("overlapMinutes", 0));

        assertThat(atOnce.path("webhook").path("previousSignsUntil").isNull()).isTrue();
        assertThat(isDelivered()).isFalse();
        RECEIVER.trust(atOnce.path("secret").asText());
        assertThat(isDelivered()).isTrue();
        assertThat(refusal("POST", PATH + "/secret", Map.of("overlapMinutes", 20_000)))
                .isEqualTo("422 rollout.overlap-too-long");
    }

    @Test
    void areThereBeforeARecipeCallsThemAndAsLongAsOneDoes() {
        JsonNode refused = Http.json(
                PRODUCT.administrator().sendYaml("/api/recipes", RECIPE.replace("webhook: pager", "webhook: nobodys")));
        assertThat(refused.at("/problems/0/code").asText()).isEqualTo("recipe.webhook-unknown");
        assertThat(refused.at("/problems/0/pointer").asText()).isEqualTo("/steps/0/with/webhook");

        PRODUCT.administrator().postYaml("/api/recipes", RECIPE);

        HttpResponse<String> used = PRODUCT.administrator().send("DELETE", PATH, null);
        assertThat(used.statusCode()).isEqualTo(409);
        assertThat(used.body()).contains("rollout.webhook-in-use", "\\\"tells\\\"");
    }

    @Test
    void areOfOneSiteAlone() {
        Http other = TwoSites.shared().otherSetup().administrator();

        JsonNode refused = Http.json(other.sendYaml("/api/recipes", RECIPE));

        assertThat(refused.at("/problems/0/code").asText()).isEqualTo("recipe.webhook-unknown");
        assertThat(other.get("/api/webhooks")).isEmpty();
    }

    /** The receiver took it, and tells the repeat by its id. */
    @Test
    void areCalledAgainWithTheSameIdWhenTheAnswerWasLost() {
        PRODUCT.administrator().postYaml("/api/recipes", RECIPE);
        RECEIVER.server().faults().order(Fault.cutAfter("POST", "/hooks/pager", 1));
        RECEIVER.server().faults().order(Fault.answer("POST", "/hooks/pager", 2, 503, "{}"));

        String key = approved("INC-1");

        PRODUCT.awaitRun(key, "done");
        assertThat(last().body().path("data").path("incident").asText()).isEqualTo("INC-1");
        assertThat(last().times()).isEqualTo(2);
        assertThat(List.of(PRODUCT.trailRows(key)))
                .filteredOn(row -> row.path("kind").asText().equals("step.done")
                        && row.toString().contains("rollout.call-webhook"))
                .singleElement()
                .satisfies(row -> assertThat(row.toString()).contains("204").doesNotContain("INC-1"));
    }

    @Test
    void stopARunWithAReasonWhenTheyWantNoMore() {
        PRODUCT.administrator().postYaml("/api/recipes", RECIPE);
        RECEIVER.server().faults().order(Fault.answer("POST", "/hooks/pager", 1, 410, ""));
        String key = approved("INC-2");

        JsonNode run = RunningProduct.newestRun(PRODUCT.awaitRun(key, "parked"));

        assertThat(run.toString()).contains("rollout.refused", "answered 410");
        PRODUCT.administrator().post("/api/requests/" + PRODUCT.jira().idOf(key) + "/retry", Map.of());
        PRODUCT.awaitRun(key, "done");
        assertThat(last().times()).isOne();
    }

    private static String approved(String incident) {
        String key = PRODUCT.jira()
                .raise(
                        "Break-glass access",
                        Map.of(
                                SiteFields.INCIDENT,
                                TextNode.valueOf(incident),
                                SiteFields.REASON,
                                TextNode.valueOf("x")));
        PRODUCT.jira().approve(key, Cast.PAUL);
        return key;
    }

    private static boolean isDelivered() {
        return PRODUCT.administrator()
                .post(PATH + "/test", Map.of())
                .path("delivered")
                .asBoolean();
    }

    private static Delivery last() {
        List<Delivery> all = RECEIVER.deliveries(NAME);
        return all.get(all.size() - 1);
    }

    private static String refusal(String method, String path, Object body) {
        HttpResponse<String> answer = PRODUCT.administrator().send(method, path, body);
        return answer.statusCode() + " " + Http.json(answer).path("code").asText();
    }
}
