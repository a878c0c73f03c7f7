package io.latchkey.sandbox.okta;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.http.SandboxClock;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what, how much, and what the control API does. */
class OktaAccessTest {

    private static final String PERSON = "SSWS sandbox-admin";

    private final SandboxClock clock = new SandboxClock();
    private final OktaOrg org = OktaOrg.start("localhost", 0, clock);
    private final TestClient client = new TestClient(org, clock);

    @AfterEach
    void close() {
        org.close();
    }

    private String bearer(Set<String> scopes, AdminRole... roles) {
        String app = org.registerApp("App", TestClient.jwks(), scopes, List.of(roles), false);
        return "Bearer " + client.token(app, scopes);
    }

    @Test
    void refusesMissingAndUnknownTokens() {
        HttpResponse<String> missing = client.call(Map.of(), "GET", "/api/v1/users", null);
        HttpResponse<String> unknown = client.call("Bearer nobody", "GET", "/api/v1/users", null);
        org.rules().set(OktaRules.MISSING_AUTHORIZATION, 401);

        assertThat(code(missing, 403)).isEqualTo("E0000005");
        assertThat(code(client.call(Map.of(), "GET", "/api/v1/users", null), 401))
                .isEqualTo("E0000005");
        assertThat(code(unknown, 401)).isEqualTo("E0000011");
        assertThat(unknown.headers().firstValue("X-Rate-Limit-Reset")).isPresent();
    }

    @Test
    void refusesWhatTheScopeDoesNotCover() {
        String reader = bearer(Set.of("okta.users.read"), AdminRole.USER_ADMIN);

        assertThat(client.call(reader, "GET", "/api/v1/users", null).statusCode())
                .isEqualTo(200);
        HttpResponse<String> refused =
                client.call(reader, "POST", "/api/v1/users", TestClient.user("a.b@c.example", ""));
        assertThat(code(refused, 403)).isEqualTo("E0000006");
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElse("")).contains("insufficient_scope");
        assertThat(code(client.call(reader, "GET", "/api/v1/groups", null), 403))
                .isEqualTo("E0000006");
    }

    @Test
    void aManageScopeReadsUnlessSwitchedOff() {
        String manager = bearer(Set.of("okta.users.manage"), AdminRole.USER_ADMIN);

        assertThat(client.call(manager, "GET", "/api/v1/users", null).statusCode())
                .isEqualTo(200);
        org.rules().set(OktaRules.MANAGE_READS, false);
        assertThat(code(client.call(manager, "GET", "/api/v1/users", null), 403))
                .isEqualTo("E0000006");
    }

    @Test
    void withoutARoleListsAreEmptyAndChangesForbidden() {
        String powerless = bearer(TestClient.SCOPES);

        assertThat(TestClient.json(client.call(powerless, "GET", "/api/v1/users", null)))
                .isEmpty();
        assertThat(TestClient.json(client.call(powerless, "GET", "/api/v1/groups", null)))
                .isEmpty();
        assertThat(code(client.call(powerless, "POST", "/api/v1/users", TestClient.user("a.b@c.example", "")), 403))
                .isEqualTo("E0000006");
        org.rules().set(OktaRules.EMPTY_LISTS, false);
        assertThat(code(client.call(powerless, "GET", "/api/v1/users", null), 403))
                .isEqualTo("E0000006");
    }

    @ParameterizedTest(name = "{0}: {1} {2} answers {3}")
    @CsvSource({
        "GROUP_MEMBERSHIP_ADMIN, PUT, /api/v1/groups/{sales}/users/{someone}, 204",
        "GROUP_MEMBERSHIP_ADMIN, DELETE, /api/v1/users/{someone}, 403",
        "HELP_DESK_ADMIN, POST, /api/v1/users/{someone}/lifecycle/expire_password, 200",
        "HELP_DESK_ADMIN, PUT, /api/v1/groups/{sales}/users/{someone}, 403",
        "READ_ONLY_ADMIN, POST, /api/v1/users/{someone}/lifecycle/suspend, 403",
        "USER_ADMIN, POST, /api/v1/users/{someone}/lifecycle/suspend, 200",
        "USER_ADMIN, PUT, /api/v1/groups/{everyone}/users/{someone}, 403",
        "USER_ADMIN, PUT, /api/v1/groups/{admins}/users/{someone}, 403",
        "SUPER_ADMIN, PUT, /api/v1/groups/{admins}/users/{someone}, 204",
        "SUPER_ADMIN, PUT, /api/v1/groups/{imported}/users/{someone}, 403",
        "USER_ADMIN, POST, /api/v1/users/{admin}/lifecycle/suspend, 403",
        "SUPER_ADMIN, POST, /api/v1/users/{admin}/lifecycle/suspend, 200"
    })
    void permitsWhatTheRolePermits(AdminRole role, String method, String path, int status) {
        String someone = org.createPerson("Some", "Body", "some.body@example.com", null, List.of());
        String bearer = bearer(TestClient.SCOPES, role);
        String filled = path.replace("{someone}", someone)
                .replace("{admin}", "admin@example.com")
                .replace("{sales}", org.groupId("Sales"))
                .replace("{everyone}", org.groupId("Everyone"))
                .replace("{imported}", org.groupId("Directory staff"))
                .replace("{admins}", org.groupId("Okta Administrators"));

        HttpResponse<String> answer = client.call(bearer, method, filled, null);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    @Test
    void showsRolesOfUsersGroupsAndClients() {
        String app = org.registerApp(
                "App", TestClient.jwks(), TestClient.SCOPES, List.of(AdminRole.GROUP_MEMBERSHIP_ADMIN), false);
        String bearer = "Bearer " + client.token(app, TestClient.SCOPES);

        JsonNode user = TestClient.json(client.call(bearer, "GET", "/api/v1/users/admin@example.com/roles", null));
        JsonNode group = TestClient.json(
                client.call(bearer, "GET", "/api/v1/groups/" + org.groupId("Okta Administrators") + "/roles", null));
        JsonNode own = TestClient.json(client.call(bearer, "GET", "/oauth2/v1/clients/" + app + "/roles", null));
        org.rules().set(OktaRules.ROLES_NEED_SUPER, true);

        assertThat(user.at("/0/type").asText()).isEqualTo("SUPER_ADMIN");
        assertThat(group.at("/0/type").asText()).isEqualTo("ORG_ADMIN");
        assertThat(own.at("/0/assignmentType").asText()).isEqualTo("CLIENT");
        assertThat(code(client.call(bearer, "GET", "/api/v1/users/admin@example.com/roles", null), 403))
                .isEqualTo("E0000006");
    }

    /** What facts of Okta call a silent exclusion: only the System Log tells of it. */
    @Test
    void whoIsTakenOutOfARulesGroupIsExceptedForGood() {
        String rule = org.createGroupRule("Kitchen", "department", "Kitchen", "Sales");
        String id =
                org.user("existing.person@example.com").orElseThrow().path("id").asText();
        String user = "/api/v1/users/" + id;
        String kitchen = "{\"profile\":{\"department\":\"Kitchen\"}}";
        client.call(PERSON, "POST", user, kitchen);
        assertThat(org.groupsOf("existing.person@example.com")).contains("Sales");

        client.call(PERSON, "DELETE", "/api/v1/groups/" + org.groupId("Sales") + "/users/" + id, null);
        client.call(PERSON, "POST", user, "{\"profile\":{\"department\":\"Yard\"}}");
        client.call(PERSON, "POST", user, kitchen);

        assertThat(org.groupsOf("existing.person@example.com")).doesNotContain("Sales");
        assertThat(org.excludedFrom(rule)).containsExactly(id);
        assertThat(org.systemLog())
                .anyMatch(event -> event.path("eventType").asText().equals("group.user_membership.rule.add_exclusion"));
    }

    @Test
    void anAddedMemberStaysOneAndIsLoggedOnce() {
        String someone = org.createPerson("Some", "Body", "some.body@example.com", null, List.of());
        String path = "/api/v1/groups/" + org.groupId("Sales") + "/users/" + someone;
        int before = org.systemLog().size();

        assertThat(client.call(PERSON, "PUT", path, null).statusCode()).isEqualTo(204);
        assertThat(client.call(PERSON, "PUT", path, null).statusCode()).isEqualTo(204);
        assertThat(org.groupsOf("some.body@example.com")).containsExactlyInAnyOrder("Everyone", "Sales");
        assertThat(client.call(PERSON, "DELETE", path, null).statusCode()).isEqualTo(204);
        assertThat(client.call(PERSON, "DELETE", path, null).statusCode()).isEqualTo(204);

        assertThat(org.groupsOf("some.body@example.com")).containsExactly("Everyone");
        assertThat(org.systemLog()).hasSize(before + 2);
        HttpResponse<String> byLogin = client.call(
                PERSON, "PUT", "/api/v1/groups/" + org.groupId("Sales") + "/users/some.body@example.com", null);
        assertThat(TestClient.json(byLogin).get("errorSummary").asText()).endsWith("(User)");
        HttpResponse<String> noGroup =
                client.call(PERSON, "PUT", "/api/v1/groups/00gnothing0000000000/users/" + someone, null);
        assertThat(TestClient.json(noGroup).get("errorSummary").asText()).endsWith("(UserGroup)");
    }

    @Test
    void membershipsAreReadLateWhenSwitchedOn() {
        String someone = org.createPerson("Some", "Body", "some.body@example.com", null, List.of());
        clock.advance(Duration.ofMinutes(10));
        org.rules().set(OktaRules.MEMBERSHIP_LAG, 60_000);

        client.call(PERSON, "PUT", "/api/v1/groups/" + org.groupId("Sales") + "/users/" + someone, null);

        String path = "/api/v1/users/" + someone + "/groups";
        assertThat(TestClient.json(client.call(PERSON, "GET", path, null))).hasSize(1);
        clock.advance(Duration.ofSeconds(61));
        assertThat(TestClient.json(client.call(PERSON, "GET", path, null))).hasSize(2);
    }

    @Test
    void makesFindsAndRefusesGroups() {
        String body = "{\"profile\":{\"name\":\"Night shift\",\"description\":\"At night\"}}";

        JsonNode made = TestClient.json(client.call(PERSON, "POST", "/api/v1/groups", body));
        HttpResponse<String> again = client.call(PERSON, "POST", "/api/v1/groups", body);
        clock.advance(Duration.ofSeconds(1));
        JsonNode found = TestClient.json(client.call(PERSON, "GET", "/api/v1/groups?q=night", null));

        assertThat(made.get("type").asText()).isEqualTo("OKTA_GROUP");
        assertThat(found.findValuesAsText("id")).containsExactly(made.get("id").asText());
        assertThat(TestClient.json(again).at("/errorCauses/0/errorSummary").asText())
                .isEqualTo("name: An object with this field already exists in the current organization");
        HttpResponse<String> bad = client.call(PERSON, "GET", "/api/v1/groups?search=nonsense", null);
        assertThat(code(bad, 400)).isEqualTo("E0000031");
    }

    @Test
    void limitsAnAppToItsShareAndSaysWhenToComeBack() {
        org.limit("/api/v1/users", 4);
        String first = bearer(TestClient.SCOPES, AdminRole.USER_ADMIN);
        String second = bearer(TestClient.SCOPES, AdminRole.USER_ADMIN);

        assertThat(remaining(client.call(first, "GET", "/api/v1/users", null))).isEqualTo(1);
        assertThat(remaining(client.call(first, "GET", "/api/v1/users", null))).isZero();
        HttpResponse<String> tooMany = client.call(first, "GET", "/api/v1/users", null);
        HttpResponse<String> other = client.call(second, "GET", "/api/v1/users", null);

        assertThat(code(tooMany, 429)).isEqualTo("E0000047");
        assertThat(tooMany.headers().firstValue("X-Rate-Limit-Limit")).hasValue("2");
        long reset = Long.parseLong(
                tooMany.headers().firstValue("X-Rate-Limit-Reset").orElseThrow());
        assertThat(reset - clock.instant().getEpochSecond()).isBetween(1L, 61L);
        assertThat(tooMany.headers().firstValue("Date")).isPresent();
        assertThat(other.statusCode()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(61));
        assertThat(client.call(first, "GET", "/api/v1/users", null).statusCode())
                .isEqualTo(200);
    }

    private static int remaining(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Integer.parseInt(
                answer.headers().firstValue("X-Rate-Limit-Remaining").orElseThrow());
    }

    @Test
    void aRequestTooManyInFlightSaysZeroAndZero() {
        org.rules().set(OktaRules.CONCURRENCY, 0);

        HttpResponse<String> answer = client.call(PERSON, "GET", "/api/v1/users", null);

        assertThat(code(answer, 429)).isEqualTo("E0000047");
        assertThat(answer.headers().firstValue("X-Rate-Limit-Limit")).hasValue("0");
        assertThat(answer.headers().firstValue("X-Rate-Limit-Remaining")).hasValue("0");
    }

    @Test
    void answersUnknownPathsMethodsAndUnmeasuredPosts() throws Exception {
        assertThat(code(client.call(PERSON, "GET", "/api/v1/nothing", null), 404))
                .isEqualTo("E0000008");
        assertThat(code(client.call(PERSON, "PATCH", "/api/v1/users", "{}"), 405))
                .isEqualTo("E0000022");
        assertThat(unmeasuredPost()).startsWith("HTTP/1.1 411");
    }

    private String unmeasuredPost() throws IOException {
        try (var socket = new Socket(org.uri().getHost(), org.uri().getPort())) {
            String request = "POST /api/v1/users/admin@example.com/lifecycle/unlock HTTP/1.1\r\nHost: localhost\r\n"
                    + "Authorization: " + PERSON + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theControlApiDoesWhatPeopleDoInTheConsole() {
        String jwks = TestClient.jwks();
        JsonNode app = control(
                "POST",
                "/sandbox/apps",
                "{\"name\":\"Made\",\"jwks\":" + jwks
                        + ",\"scopes\":[\"okta.users.manage\"],\"roles\":[\"USER_ADMIN\"],\"dpop\":false}",
                200);
        String id = app.get("clientId").asText();
        String bearer = "Bearer " + client.token(id, Set.of("okta.users.manage"));
        assertThat(client.call(bearer, "GET", "/api/v1/users", null).statusCode())
                .isEqualTo(200);

        control("PATCH", "/sandbox/apps/" + id, "{\"roles\":[]}", 200);
        assertThat(TestClient.json(client.call(bearer, "GET", "/api/v1/users", null)))
                .isEmpty();
        assertThat(control("POST", "/sandbox/tokens/revoke", "{\"clientId\":\"" + id + "\"}", 200)
                        .get("revoked")
                        .asInt())
                .isEqualTo(1);
        control(
                "POST",
                "/sandbox/users",
                "{\"firstName\":\"Con\",\"lastName\":\"Sole\",\"login\":\"con.sole@example.com\",\"password\":\"S3cret-of-Con\",\"groups\":[\"Sales\"]}",
                200);
        control("POST", "/sandbox/groups", "{\"name\":\"Helpers\",\"roles\":[\"HELP_DESK_ADMIN\"]}", 200);
        control("PUT", "/sandbox/limits", "{\"bucket\":\"/api/v1/logs\",\"perMinute\":7}", 200);

        HttpResponse<String> state = client.call(Map.of(), "GET", "/sandbox/state", null);
        assertThat(state.body())
                .contains("con.sole@example.com", "Helpers", "Sales")
                .doesNotContain("S3cret-of-Con");
        assertThat(control("GET", "/sandbox/limits", null, 200)
                        .get("/api/v1/logs")
                        .asInt())
                .isEqualTo(7);
        assertThat(control("POST", "/sandbox/apps", "{\"name\":\"Keyless\"}", 400)
                        .get("error")
                        .asText())
                .contains("jwks");
        control("POST", "/sandbox/users", "{\"login\":\"con.sole@example.com\"}", 400);
        control("POST", "/sandbox/users", "{", 400);
        assertThat(client.call(Map.of(), "GET", "/sandbox/", null).body()).contains("<html", "Okta");
    }

    @Test
    void aFaultStrikesBetweenTheOrgAndItsAnswer() {
        org.server().faults().order(Fault.cutAfter("POST", "/api/v1/users", 1));

        var lost = CompletableFuture.supplyAsync(() -> client.call(
                PERSON, "POST", "/api/v1/users?activate=false", TestClient.user("lost.answer@example.com", "")));

        assertThat(lost).failsWithin(Duration.ofSeconds(20));
        assertThat(org.user("lost.answer@example.com")).isPresent();
    }

    private JsonNode control(String method, String path, @Nullable String body, int status) {
        HttpResponse<String> answer = client.call(Map.of(), method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return TestClient.json(answer);
    }

    private static String code(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return TestClient.json(answer).get("errorCode").asText();
    }
}
