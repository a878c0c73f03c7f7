package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import io.latchkey.demo.Http;
import io.latchkey.okta.OktaScopes;
import io.latchkey.okta.SigningKeys;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.sandbox.okta.AdminRole;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.UsuallyThroughConnect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Rotations as an administrator meets them: one connection whose app fetches our keys, and one into whose app somebody has to
 * paste them.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@UsuallyThroughConnect
class OktaKeysIT {

    private static final String KEYS = "/api/okta-keys";

    private static final RunningProduct PRODUCT = RunningProduct.setUp(Map.of(
            // The test says when Okta is asked, and with that which key is used when.
            "latchkey.okta.see-roles-every",
            "3650d",
            // Jira's tokens are made with the machine's clock, which is left behind.
            "latchkey.connect.leeway",
            "3650d"));

    private static final TenantId TENANT = TenantId.of(
            PRODUCT.administrator().get("/api/installation").path("tenant").asText());

    @AfterAll
    static void close() {
        PRODUCT.close();
    }

    @Test
    @Order(1)
    void anOldKeyStaysUntilEveryConnectionWorksWithANewerOne() {
        JsonNode old = keys().path(0);
        String app = connectByPasting("pasted", old.path("publicJwk").asText());
        assertThat(works("pasted")).isTrue();
        assertKey(old, "SIGNING", "main", "pasted");

        JsonNode made = PRODUCT.administrator().post(KEYS, Map.of("delivery", "FETCHED"));

        assertKey(made, "PUBLISHED");
        assertKey(old, "SIGNING", "main", "pasted");
        assertThat(published()).containsExactlyInAnyOrder(kid(old), kid(made));
        assertRefused("POST", KEYS, Map.of("delivery", "FETCHED"), "okta.rotation-under-way");

        advance(Duration.ofHours(3));
        assertThat(works("main")).isTrue();
        assertThat(works("pasted")).as("with the old key").isTrue();
        assertKey(made, "SIGNING", "main", "pasted");
        assertKey(old, "SIGNING", "pasted");

        advance(Duration.ofHours(3));
        assertThat(works("main")).isTrue();
        assertThat(retired()).as("the pasted one was idle").isEmpty();
        assertThat(works("pasted")).isTrue();

        advance(Duration.ofHours(3));
        paste(app, old, made);
        assertThat(works("pasted")).isTrue();
        advance(Duration.ofMinutes(30));

        RunningProduct.await().untilAsserted(() -> assertKey(old, "RETIRED"));
        assertThat(published()).containsExactly(kid(made));
        assertThat(works("main")).isTrue();
        assertThat(works("pasted")).isTrue();
        assertThat(told("okta-key.published")).contains(kid(made));
        assertThat(told("okta-key.retired")).containsExactly(kid(old));
    }

    @Test
    @Order(2)
    void aPastedKeySignsOnceEveryOrganisationTakesIt() {
        JsonNode before = keys().path(0);

        JsonNode made = PRODUCT.administrator().post(KEYS, Map.of("delivery", "PASTED"));

        assertKey(made, "WAITING");
        assertThat(made.path("signsFrom").isNull()).isTrue();
        assertThat(made.path("publicJwk").asText()).contains(kid(made)).doesNotContain("\"d\":");
        String activation = KEYS + "/" + kid(made) + "/activation";
        assertThat(assertRefused("POST", activation, Map.of(), "okta.key-not-accepted"))
                .contains("pasted");
        assertRefused("POST", KEYS + "/" + kid(before) + "/activation", Map.of(), "okta.key-not-waiting");
        assertRefused("POST", KEYS + "/" + UUID.randomUUID() + "/activation", Map.of(), "okta.key-not-waiting");
        assertKey(made, "WAITING");

        paste(clientId("pasted"), before, made);
        JsonNode activated = PRODUCT.administrator().post(activation, Map.of());

        assertThat(kid(activated)).isEqualTo(kid(made));
        assertKey(made, "SIGNING", "main", "pasted");
        assertThat(told("okta-key.activated")).containsExactly(kid(made));
        assertRefused("POST", activation, Map.of(), "okta.key-not-waiting");
    }

    private static void assertKey(JsonNode key, String state, String... neededBy) {
        JsonNode now = key(kid(key));
        assertThat(now.path("state").asText()).isEqualTo(state);
        List<String> names = new ArrayList<>();
        now.path("neededBy").forEach(name -> names.add(name.asText()));
        assertThat(names).as("connections that need key %s", kid(key)).containsExactly(neededBy);
    }

    private static String assertRefused(String method, String path, Object body, String code) {
        var answer = PRODUCT.administrator().send(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
        assertThat(Http.json(answer).path("code").asText()).isEqualTo(code);
        return answer.body();
    }

    private static String connectByPasting(String name, String publicJwk) {
        Http admin = PRODUCT.administrator();
        admin.post(
                "/api/okta-connections",
                Map.of("name", name, "orgUrl", PRODUCT.okta().uri().toString()));
        String app = PRODUCT.okta()
                .registerApp(
                        "Latchkey, pasted",
                        "{\"keys\":[" + publicJwk + "]}",
                        OktaScopes.NAMES,
                        List.of(AdminRole.USER_ADMIN, AdminRole.REPORT_ADMIN),
                        true);
        admin.put("/api/okta-connections/" + name + "/client-id", Map.of("clientId", app));
        return app;
    }

    private static void paste(String app, JsonNode... keys) {
        ArrayNode jwks = JsonNodeFactory.instance.arrayNode();
        for (JsonNode key : keys) {
            jwks.addRawValue(new RawValue(key(kid(key)).path("publicJwk").asText()));
        }
        Http.at(PRODUCT.okta().uri()).put("/sandbox/apps/" + app, Map.of("jwks", Map.of("keys", jwks)));
    }

    /** The panel's test of a connection asks Okta for a token when the one before has ended. */
    private static boolean works(String name) {
        JsonNode report = PRODUCT.administrator().post("/api/okta-connections/" + name + "/test", Map.of());
        assertThat(report.path("findings")).isEmpty();
        return !report.path("proven").isEmpty();
    }

    private static void advance(Duration by) {
        PRODUCT.sandbox().clock().advance(by);
        PRODUCT.clock().advance(by);
    }

    private static List<UUID> retired() {
        return PRODUCT.context()
                .getBean(TenantTransactions.class)
                .write(
                        TENANT,
                        () -> PRODUCT.context().getBean(SigningKeys.class).retireUnneeded(TENANT));
    }

    private static JsonNode keys() {
        return PRODUCT.administrator().get(KEYS);
    }

    private static JsonNode key(String kid) {
        for (JsonNode key : keys()) {
            if (kid(key).equals(kid)) {
                return key;
            }
        }
        throw new AssertionError("no key " + kid);
    }

    private static String kid(JsonNode key) {
        return key.path("kid").asText();
    }

    private static String clientId(String name) {
        for (JsonNode connection : PRODUCT.administrator().get("/api/okta-connections")) {
            if (connection.path("name").asText().equals(name)) {
                return connection.path("clientId").asText();
            }
        }
        throw new AssertionError("no connection " + name);
    }

    private static List<String> published() {
        return Http.at(PRODUCT.uri())
                .get("/okta/" + TENANT + "/jwks.json")
                .path("keys")
                .findValuesAsText("kid");
    }

    private static List<String> told(String kind) {
        return PRODUCT.administrator()
                .get("/api/audit?limit=500&kind=" + kind)
                .path("rows")
                .findValuesAsText("kid");
    }
}
