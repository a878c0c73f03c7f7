package io.latchkey.sandbox.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.sandbox.http.Exchange;
import io.latchkey.sandbox.http.SandboxClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the org answers, against Okta's own API description in the directory that {@code -Dcontracts} names. */
class OktaContractTest {

    private static final String PERSON = "SSWS sandbox-admin";

    private final SandboxClock clock = new SandboxClock();
    private final OktaOrg org = OktaOrg.start("localhost", 0, clock);
    private final TestClient client = new TestClient(org, clock);

    @AfterEach
    void close() {
        org.close();
    }

    @Test
    void answersInOktasShapes() throws IOException {
        String contracts = System.getProperty("contracts", "");
        assumeFalse(contracts.isEmpty(), "not run: -Dcontracts names no directory");
        OpenApiInteractionValidator validator = OpenApiInteractionValidator.createForInlineApiSpecification(
                        description(Path.of(contracts, "okta-management.json")))
                .withLevelResolver(LevelResolver.create()
                        .withLevel("validation.schema.additionalProperties", ValidationReport.Level.IGNORE)
                        // Okta answers {} where its description knows no body.
                        .withLevel("validation.response.body.unexpected", ValidationReport.Level.IGNORE)
                        // A standard role also fits the schema of custom roles, since every property is optional.
                        .withLevel("validation.response.body.schema.oneOf", ValidationReport.Level.IGNORE)
                        .build())
                .build();

        speak();

        List<String> breaches = new ArrayList<>();
        List<Exchange> exchanges = org.server()
                .traffic()
                .matching(exchange -> !exchange.path().equals("/oauth2/v1/token")
                        && !exchange.path().startsWith("/api/v1/authn"));
        for (Exchange exchange : exchanges) {
            ValidationReport report = validator.validateResponse(
                    exchange.path(), Request.Method.valueOf(exchange.method()), response(exchange));
            report.getMessages().stream()
                    .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
                    .forEach(message -> breaches.add(exchange.method() + " " + exchange.path() + " " + exchange.status()
                            + ": " + message.getMessage()));
        }
        assertThat(exchanges).hasSizeGreaterThan(30);
        assertThat(breaches).isEmpty();
    }

    /** Okta's description, with what the parser refuses and no answer depends on taken out. */
    private static String description(Path file) throws IOException {
        JsonNode description = Json.parse(Files.readString(file));
        repair(description);
        return description.toString();
    }

    private static void repair(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("type").isTextual()) {
            object.remove("default");
            if (object.get("type").asText().equals("array") && !object.has("items")) {
                object.putObject("items");
            }
        }
        if (node instanceof ObjectNode object
                && object.at("/discriminator/propertyName").isTextual()) {
            // The parser wants what discriminates to be required, which Okta's description often forgets.
            object.remove("discriminator");
        }
        node.forEach(OktaContractTest::repair);
    }

    private static SimpleResponse response(Exchange exchange) {
        var builder = SimpleResponse.Builder.status(exchange.status());
        exchange.responseHeaders().forEach((name, values) -> values.forEach(value -> builder.withHeader(name, value)));
        if (exchange.responseBody().length > 0) {
            builder.withBody(exchange.responseBody());
        }
        return builder.build();
    }

    /** One of everything. */
    private void speak() {
        String app = org.registerApp("App", TestClient.jwks(), TestClient.SCOPES, List.of(AdminRole.USER_ADMIN), false);
        String bearer = "Bearer " + client.token(app, TestClient.SCOPES);
        String sales = org.groupId("Sales");
        HttpUser user = new HttpUser(bearer);
        user.create("first.user@example.com", "\"groupIds\":[\"" + sales + "\"]");
        user.say("POST", "/lifecycle/reactivate", null);
        user.say("GET", "", null);
        user.say("GET", "/groups", null);
        user.say("GET", "/roles", null);
        user.say("GET", "/factors", null);
        user.say("POST", "", "{\"profile\":{\"title\":\"Chef\"}}");
        user.say("PUT", "", TestClient.user("first.user@example.com", ""));
        user.say("DELETE", "/sessions", null);
        user.say("POST", "/lifecycle/suspend", null);
        user.create("second.user@example.com", "\"credentials\":{\"password\":{\"value\":\"Xk7-quiet-River\"}}");
        for (String operation : List.of(
                "suspend",
                "unsuspend",
                "unlock",
                "activate",
                "expire_password",
                "expire_password_with_temp_password",
                "reset_factors",
                "reset_password?sendEmail=false",
                "deactivate",
                "activate?sendEmail=false")) {
            user.say("POST", "/lifecycle/" + operation, null);
        }
        user.say("DELETE", "", null);
        user.say("DELETE", "", null);
        user.say("GET", "", null);
        for (String path : List.of(
                "/users",
                "/users?limit=1",
                "/users?search=status%20eq%20%22ACTIVE%22",
                "/groups",
                "/groups?limit=1",
                "/groups/" + sales,
                "/groups/" + sales + "/users",
                "/groups/" + sales + "/roles",
                "/org",
                "/logs",
                "/users/admin@example.com",
                "/users/admin@example.com/roles",
                "/apps")) {
            client.call(PERSON, "GET", "/api/v1" + path, null);
        }
        client.call(bearer, "POST", "/api/v1/users", TestClient.user("existing.person@example.com", ""));
        client.call(PERSON, "POST", "/api/v1/groups", "{\"profile\":{\"name\":\"Night shift\"}}");
        client.call(PERSON, "GET", "/api/v1/logs?filter=nonsense", null);
        client.call(PERSON, "GET", "/oauth2/v1/clients/" + app + "/roles", null);
    }

    private final class HttpUser {

        private final String bearer;
        private String id = "";

        HttpUser(String bearer) {
            this.bearer = bearer;
        }

        void create(String login, String more) {
            id = TestClient.json(client.call(bearer, "POST", "/api/v1/users", TestClient.user(login, more)))
                    .path("id")
                    .asText();
        }

        void say(String method, String path, @Nullable String body) {
            client.call(bearer, method, "/api/v1/users/" + id + path, body);
        }
    }
}
