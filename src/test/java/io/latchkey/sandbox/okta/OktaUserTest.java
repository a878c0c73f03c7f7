package io.latchkey.sandbox.okta;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.sandbox.http.SandboxClock;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OktaUserTest {

    private static final String PASSWORD = "\"credentials\":{\"password\":{\"value\":\"Xk7-quiet-River\"}}";

    private final SandboxClock clock = new SandboxClock();
    private final OktaOrg org = OktaOrg.start("localhost", 0, clock);
    private final TestClient client = new TestClient(org, clock);
    private final String app =
            org.registerApp("App", TestClient.jwks(), TestClient.SCOPES, List.of(AdminRole.USER_ADMIN), false);
    private final String bearer = "Bearer " + client.token(app, TestClient.SCOPES);

    @AfterEach
    void close() {
        org.close();
    }

    @Test
    void createsAUserInGroupsWhoMustChangeThePassword() {
        String groups =
                "\"groupIds\":[\"" + org.groupId("All employees") + "\",\"" + org.groupId("Engineering") + "\"]";

        HttpResponse<String> created = post(
                "/api/v1/users?activate=true&nextLogin=changePassword",
                TestClient.user("new.joiner@example.com", PASSWORD + "," + groups));

        JsonNode user = TestClient.json(created);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
        assertThat(user.get("status").asText()).isEqualTo("PASSWORD_EXPIRED");
        assertThat(user.get("id").asText()).startsWith("00u").hasSize(20);
        assertThat(user.at("/credentials/password").isEmpty()).isTrue();
        assertThat(created.body()).doesNotContain("Xk7-quiet-River");
        assertThat(created.headers().firstValue("X-Okta-Request-Id")).isPresent();
        JsonNode read = json("GET", "/api/v1/users/new.joiner@example.com", null, 200);
        assertThat(read.get("id")).isEqualTo(user.get("id"));
        JsonNode memberships = json("GET", "/api/v1/users/" + user.get("id").asText() + "/groups", null, 200);
        assertThat(memberships.findValuesAsText("name"))
                .containsExactlyInAnyOrder("Everyone", "All employees", "Engineering");
        signsInOnlyAfterAChange();
        theLogNamesTheClient(user.get("id").asText());
    }

    private void signsInOnlyAfterAChange() {
        JsonNode expired = json(
                "POST",
                "/api/v1/authn",
                "{\"username\":\"new.joiner@example.com\",\"password\":\"Xk7-quiet-River\"}",
                200);
        assertThat(expired.get("status").asText()).isEqualTo("PASSWORD_EXPIRED");
        assertThat(expired.has("sessionToken")).isFalse();
        String state = expired.get("stateToken").asText();
        JsonNode changed = json(
                "POST",
                expired.at("/_links/next/href").asText(),
                "{\"stateToken\":\"" + state
                        + "\",\"oldPassword\":\"Xk7-quiet-River\",\"newPassword\":\"Other9-Harbour\"}",
                200);
        assertThat(changed.get("status").asText()).isEqualTo("SUCCESS");
        assertThat(org.user("new.joiner@example.com")
                        .orElseThrow()
                        .get("status")
                        .asText())
                .isEqualTo("ACTIVE");
        json(
                "POST",
                "/api/v1/authn",
                "{\"username\":\"new.joiner@example.com\",\"password\":\"Xk7-quiet-River\"}",
                401);
    }

    private void theLogNamesTheClient(String userId) {
        JsonNode events = json(
                "GET",
                "/api/v1/logs?filter=eventType%20eq%20%22user.lifecycle.create%22%20and%20target.id%20eq%20%22" + userId
                        + "%22",
                null,
                200);
        assertThat(events).hasSize(1);
        assertThat(events.at("/0/actor/id").asText()).isEqualTo(app);
        assertThat(events.at("/0/actor/type").asText()).isEqualTo("PublicClientApp");
        JsonNode bySomebodyElse = json(
                "GET",
                "/api/v1/logs?filter=eventType%20eq%20%22user.lifecycle.create%22%20and%20actor.id%20eq%20%22" + app
                        + "x%22",
                null,
                200);
        assertThat(bySomebodyElse).isEmpty();
    }

    @ParameterizedTest(name = "password {0}, activate {1}, nextLogin {2}")
    @CsvSource({
        "false, false, false, STAGED, 0",
        "false, true, false, PROVISIONED, 1",
        "true, false, false, STAGED, 0",
        "true, true, false, ACTIVE, 0",
        "true, true, true, PASSWORD_EXPIRED, 0"
    })
    void hasTheStatusOfItsCreation(boolean password, boolean activate, boolean next, String status, int mails) {
        JsonNode user = json(
                "POST",
                "/api/v1/users?activate=" + activate + (next ? "&nextLogin=changePassword" : ""),
                TestClient.user("made@example.com", password ? PASSWORD : ""),
                200);

        assertThat(user.get("status").asText()).isEqualTo(status);
        assertThat(org.mails()).hasSize(mails);
    }

    @Test
    void refusesNextLoginWithoutPasswordOrActivation() {
        String next = "/api/v1/users?nextLogin=changePassword";

        assertThat(code(post(next, TestClient.user("a.b@example.com", "")), 400))
                .isEqualTo("E0000124");
        assertThat(code(post(next + "&activate=false", TestClient.user("a.b@example.com", PASSWORD)), 400))
                .isEqualTo("E0000125");
    }

    @Test
    void refusesADuplicateLoginInOktasWords() {
        HttpResponse<String> answer = post("/api/v1/users", TestClient.user("Existing.Person@example.com", PASSWORD));

        assertThat(code(answer, 400)).isEqualTo("E0000001");
        assertThat(TestClient.json(answer).at("/errorCauses/0/errorSummary").asText())
                .isEqualTo("login: An object with this field already exists in the current organization");
    }

    @ParameterizedTest
    @CsvSource({
        "short1A, at least 8 characters",
        "alllowercase1, at least 8 characters",
        "NEW9-has-joiner-inside, no parts of your username"
    })
    void refusesPasswordsThatThePolicyForbids(String password, String words) {
        HttpResponse<String> answer = post(
                "/api/v1/users",
                TestClient.user(
                        "new.joiner@example.com", "\"credentials\":{\"password\":{\"value\":\"" + password + "\"}}"));

        assertThat(code(answer, 400)).isEqualTo("E0000001");
        assertThat(TestClient.json(answer).get("errorSummary").asText()).isEqualTo("Api validation failed: password");
        assertThat(answer.body()).contains("password: Password requirements were not met", words);
    }

    @Test
    void refusesBadProfilesAndGroupsAndCreatesNothing() {
        String unknown = "\"groupIds\":[\"00gunknown0000000000\"]";
        String builtIn = "\"groupIds\":[\"" + org.groupId("Everyone") + "\"]";
        String imported = "\"groupIds\":[\"" + org.groupId("Directory staff") + "\"]";
        String admins = "\"groupIds\":[\"" + org.groupId("Okta Administrators") + "\"]";
        String many = IntStream.range(0, 21)
                .mapToObj(i -> "\"" + org.groupId("Sales") + "\"")
                .collect(Collectors.joining(",", "\"groupIds\":[", "]"));

        assertThat(code(post("/api/v1/users", TestClient.user("no-mail-address", "")), 400))
                .isEqualTo("E0000001");
        assertThat(code(post("/api/v1/users", "{\"profile\":{\"login\":\"a@b.example\"}}"), 400))
                .isEqualTo("E0000001");
        assertThat(code(post("/api/v1/users", "{"), 400)).isEqualTo("E0000003");
        assertThat(code(post("/api/v1/users", TestClient.user("x.y@example.com", unknown)), 404))
                .isEqualTo("E0000007");
        assertThat(code(post("/api/v1/users", TestClient.user("x.y@example.com", builtIn)), 403))
                .isEqualTo("E0000006");
        assertThat(code(post("/api/v1/users", TestClient.user("x.y@example.com", imported)), 403))
                .isEqualTo("E0000006");
        assertThat(code(post("/api/v1/users", TestClient.user("x.y@example.com", admins)), 403))
                .isEqualTo("E0000006");
        assertThat(code(post("/api/v1/users", TestClient.user("x.y@example.com", many)), 400))
                .isEqualTo("E0000093");
        assertThat(org.user("x.y@example.com")).isEmpty();
    }

    @ParameterizedTest(name = "{1} from {0}: {2} {3}")
    @CsvSource({
        "STAGED, activate?sendEmail=false, 200, PROVISIONED",
        "DEPROVISIONED, activate?sendEmail=false, 200, PROVISIONED",
        "ACTIVE, activate, 403, E0000016",
        "PROVISIONED, reactivate, 200, PROVISIONED",
        "ACTIVE, reactivate, 403, E0000038",
        "SUSPENDED, deactivate, 200, DEPROVISIONED",
        "DEPROVISIONED, deactivate, 403, E0000038",
        "ACTIVE, suspend, 200, SUSPENDED",
        "STAGED, suspend, 400, E0000001",
        "SUSPENDED, unsuspend, 200, ACTIVE",
        "ACTIVE, unsuspend, 400, E0000001",
        "LOCKED_OUT, unlock, 200, ACTIVE",
        "ACTIVE, unlock, 403, E0000032",
        "ACTIVE, reset_password?sendEmail=false, 200, RECOVERY",
        "ACTIVE, reset_password, 400, E0000028",
        "STAGED, reset_password?sendEmail=true, 403, E0000038",
        "ACTIVE, expire_password, 200, PASSWORD_EXPIRED",
        "STAGED, expire_password, 403, E0000038",
        "ACTIVE, expire_password_with_temp_password, 200, PASSWORD_EXPIRED",
        "ACTIVE, reset_factors, 200, ACTIVE"
    })
    void followsTheStateMachine(String from, String operation, int status, String expected) {
        String id = org.createPerson("Some", "Body", "some.body@example.com", null, List.of());
        json("POST", "/sandbox/users/" + id + "/status", "{\"status\":\"" + from + "\"}", 200);

        HttpResponse<String> answer = call("POST", "/api/v1/users/" + id + "/lifecycle/" + operation, null);

        if (status == 200) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(org.user("some.body@example.com")
                            .orElseThrow()
                            .get("status")
                            .asText())
                    .isEqualTo(expected);
        } else {
            assertThat(code(answer, status)).isEqualTo(expected);
        }
    }

    @Test
    void aTemporaryPasswordWorksOnce() {
        org.createPerson("Some", "Body", "some.body@example.com", "Kn0wn-for-long", List.of());
        String path = "/api/v1/users/some.body@example.com/lifecycle/expire_password_with_temp_password";

        String first = json("POST", path, null, 200).get("tempPassword").asText();
        String second = json("POST", path, null, 200).get("tempPassword").asText();

        signIn("some.body@example.com", first, 401);
        assertThat(signIn("some.body@example.com", second, 200).get("status").asText())
                .isEqualTo("PASSWORD_EXPIRED");
    }

    @Test
    void locksOutAfterTooManyFailures() {
        org.createPerson("Some", "Body", "some.body@example.com", "Kn0wn-for-long", List.of());

        IntStream.range(0, 10).forEach(i -> signIn("some.body@example.com", "wrong", 401));

        assertThat(org.user("some.body@example.com").orElseThrow().get("status").asText())
                .isEqualTo("LOCKED_OUT");
        signIn("some.body@example.com", "Kn0wn-for-long", 401);
    }

    @Test
    void deletesInTwoCalls() {
        String id = org.createPerson("Some", "Body", "some.body@example.com", null, List.of());

        assertThat(call("DELETE", "/api/v1/users/" + id, null).statusCode()).isEqualTo(204);
        assertThat(json("GET", "/api/v1/users/" + id, null, 200).get("status").asText())
                .isEqualTo("DEPROVISIONED");
        assertThat(call("DELETE", "/api/v1/users/" + id, null).statusCode()).isEqualTo(204);
        HttpResponse<String> gone = call("GET", "/api/v1/users/" + id, null);

        assertThat(code(gone, 404)).isEqualTo("E0000007");
        assertThat(TestClient.json(gone).get("errorSummary").asText())
                .isEqualTo("Not found: Resource not found: " + id + " (User)");
    }

    @Test
    void updatesInPartAndAsAWhole() {
        String id = org.createPerson("Some", "Body", "some.body@example.com", null, List.of());
        String path = "/api/v1/users/" + id;

        json("POST", path, "{\"profile\":{\"title\":\"Chef\",\"city\":\"Bern\"}}", 200);
        JsonNode cleared = json("POST", path, "{\"profile\":{\"title\":null}}", 200);
        JsonNode replaced = json("PUT", path, TestClient.user("some.body@example.com", ""), 200);

        assertThat(cleared.at("/profile/city").asText()).isEqualTo("Bern");
        assertThat(cleared.at("/profile/firstName").asText()).isEqualTo("Some");
        assertThat(cleared.path("profile").has("title")).isFalse();
        assertThat(replaced.path("profile").has("city")).isFalse();
    }

    @Test
    void activationTakesItsTimeWhenSwitchedOn() {
        org.rules().set(OktaRules.TRANSITION, 60_000);
        JsonNode user = json("POST", "/api/v1/users", TestClient.user("slow.one@example.com", PASSWORD), 200);
        String path = "/api/v1/users/" + user.get("id").asText();

        assertThat(user.get("transitioningToStatus").asText()).isEqualTo("ACTIVE");
        assertThat(code(call("POST", path, "{\"profile\":{\"title\":\"Chef\"}}"), 409))
                .isEqualTo("E0000112");
        clock.advance(Duration.ofSeconds(61));
        assertThat(json("GET", path, null, 200).get("status").asText()).isEqualTo("ACTIVE");
    }

    @Test
    void searchSeesAChangeOnlyLater() {
        org.rules().set(OktaRules.SEARCH_LAG, 600_000);
        org.createPerson("Some", "Body", "some.body@example.com", null, List.of());
        String search = "/api/v1/users?search=profile.login%20eq%20%22some.body@example.com%22";

        assertThat(json("GET", search, null, 200)).isEmpty();
        assertThat(json("GET", "/api/v1/users?q=some", null, 200)).isEmpty();
        assertThat(json("GET", "/api/v1/users/some.body@example.com", null, 200))
                .isNotEmpty();
        clock.advance(Duration.ofSeconds(601));
        assertThat(json("GET", search, null, 200)).hasSize(1);
        assertThat(json("GET", "/api/v1/users?q=some", null, 200)).hasSize(1);
    }

    @Test
    void searchSeesWhatWasThereFromTheStart() {
        org.rules().set(OktaRules.SEARCH_LAG, 600_000);

        assertThat(json("GET", "/api/v1/groups?q=Sales", null, 200)).hasSize(1);
        assertThat(json("GET", "/api/v1/users?q=existing", null, 200)).hasSize(1);
    }

    @Test
    void pagesByLinkHeaders() {
        IntStream.range(0, 5)
                .forEach(i -> org.createPerson("Page", "N" + i, "page" + i + "@example.com", null, List.of("Sales")));
        Set<String> seen = new HashSet<>();
        String next = "/api/v1/groups/" + org.groupId("Sales") + "/users?limit=2";
        int pages = 0;

        while (!next.isEmpty()) {
            HttpResponse<String> page = call("GET", next, null);
            assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
            assertThat(TestClient.link(page, "self")).isNotEmpty();
            TestClient.json(page).forEach(user -> seen.add(user.get("id").asText()));
            next = TestClient.link(page, "next");
            pages++;
        }

        assertThat(pages).isEqualTo(3);
        assertThat(seen).hasSize(5);
    }

    @Test
    void pollsTheLogByItsNextLink() {
        HttpResponse<String> first = call("GET", "/api/v1/logs?limit=1000", null);
        String next = TestClient.link(first, "next");
        HttpResponse<String> nothing = call("GET", next, null);

        org.createPerson("Some", "Body", "some.body@example.com", null, List.of());
        JsonNode fresh = json("GET", TestClient.link(nothing, "next"), null, 200);

        assertThat(TestClient.json(nothing)).isEmpty();
        assertThat(TestClient.link(nothing, "next")).isEqualTo(next);
        assertThat(fresh.at("/0/target/0/alternateId").asText()).isEqualTo("some.body@example.com");
    }

    private JsonNode signIn(String login, String password, int status) {
        return json(
                "POST", "/api/v1/authn", "{\"username\":\"" + login + "\",\"password\":\"" + password + "\"}", status);
    }

    private HttpResponse<String> post(String path, String body) {
        return call("POST", path, body);
    }

    private HttpResponse<String> call(String method, String path, @Nullable String body) {
        return client.call(bearer, method, path, body);
    }

    private JsonNode json(String method, String path, @Nullable String body, int status) {
        HttpResponse<String> answer = call(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return TestClient.json(answer);
    }

    private static String code(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode body = TestClient.json(answer);
        assertThat(body.get("errorLink")).isEqualTo(body.get("errorCode"));
        assertThat(body.get("errorId").asText()).startsWith("oae");
        assertThat(body.get("errorCauses").isArray()).isTrue();
        return body.get("errorCode").asText();
    }
}
