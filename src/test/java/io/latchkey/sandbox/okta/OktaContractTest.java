package io.latchkey.sandbox.okta;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.contracts.Contract;
import io.latchkey.contracts.VendorDocument;
import io.latchkey.sandbox.http.Exchange;
import io.latchkey.sandbox.http.SandboxClock;
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
    void answersInOktasShapes() {
        VendorDocument.assumeNamed();

        speak();

        // The sign-in of people is no part of either document.
        List<Exchange> exchanges =
                org.server().traffic().matching(exchange -> !exchange.path().startsWith("/api/v1/authn"));
        assertThat(answersOf(VendorDocument.OKTA_MANAGEMENT, exchanges)).hasSizeGreaterThan(30);
        assertThat(answersOf(VendorDocument.OKTA_OAUTH, exchanges)).isNotEmpty();
    }

    /** The exchanges that the document describes, none of whose answers may be wrong. */
    private static List<Exchange> answersOf(VendorDocument document, List<Exchange> exchanges) {
        Contract contract = Contract.of(document);
        List<Exchange> described = exchanges.stream().filter(document::covers).toList();
        assertThat(described.stream().flatMap(exchange -> contract.wrongInAnswer(exchange).stream()))
                .isEmpty();
        return described;
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
                "/groups/" + sales + "/apps",
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
        speakOfApplications(sales);
    }

    /** Applications, group rules and owners; what is refused too. */
    private void speakOfApplications(String sales) {
        String wiki = org.createApp("Wiki");
        org.createGroupRule("All of sales", "department", "Sales", "Sales");
        String existing =
                org.user("existing.person@example.com").orElseThrow().path("id").asText();
        String former = org.user("former.colleague@example.com")
                .orElseThrow()
                .path("id")
                .asText();
        String assigned = "/apps/" + wiki + "/users/" + existing;
        String ofGroup = "/apps/" + wiki + "/groups/" + sales;
        String owners = "/groups/" + sales + "/owners";
        person("GET", assigned, null);
        person("POST", "/apps/" + wiki + "/users", "{\"id\":\"" + existing + "\",\"profile\":{\"role\":\"editor\"}}");
        person("POST", "/apps/" + wiki + "/users", "{\"id\":\"" + former + "\"}");
        person("GET", assigned, null);
        person("GET", "/users/" + existing + "/appLinks", null);
        person("DELETE", assigned, null);
        person("GET", ofGroup, null);
        person("PUT", ofGroup, "{}");
        person("GET", ofGroup, null);
        person("GET", "/groups/" + sales + "/apps", null);
        person("GET", "/apps?q=wik", null);
        person("PUT", "/groups/" + sales + "/users/" + existing, null);
        person("DELETE", assigned, null);
        person("DELETE", ofGroup, null);
        person("GET", "/apps/" + wiki, null);
        person("GET", "/apps/0oadoesnotexist00000", null);
        person("POST", owners, "{\"id\":\"" + existing + "\",\"type\":\"USER\"}");
        person("GET", owners, null);
        person("DELETE", owners + "/" + existing, null);
        person("GET", "/groups/rules?limit=200", null);
    }

    private void person(String method, String path, @Nullable String body) {
        client.call(PERSON, method, "/api/v1" + path, body);
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
