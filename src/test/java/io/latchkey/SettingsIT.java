package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.demo.Http;
import io.latchkey.demo.Setup;
import io.latchkey.okta.OktaScopes;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.JiraSite;
import io.latchkey.sandbox.jira.Onboarding;
import io.latchkey.sandbox.okta.AdminRole;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.TwoSites;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings API, with two sites that have installed the same product. */
class SettingsIT {

    private static final RunningProduct PRODUCT = TwoSites.shared().product();
    private static final JiraSite OTHER = TwoSites.shared().other();
    private static final Setup OTHER_SETUP = TwoSites.shared().otherSetup();

    @Nested
    class Callers {

        @ParameterizedTest
        @CsvSource({
            "GET, /api/installation",
            "GET, /api/okta-connections",
            "POST, /api/okta-connections",
            "PUT, /api/okta-connections/main/client-id",
            "PUT, /api/okta-connections/main/allowed-groups",
            "PUT, /api/okta-connections/main/allowed-apps",
            "POST, /api/okta-connections/main/test",
            "GET, /api/recipes",
            "POST, /api/recipes",
            "GET, /api/recipes/onboard-employee",
            "GET, /api/automation-tokens",
            "POST, /api/automation-tokens",
            "DELETE, /api/automation-tokens/0192f0c1-2d3e-7f4a-8b5c-6d7e8f901234",
            "POST, /api/automation-tokens/0192f0c1-2d3e-7f4a-8b5c-6d7e8f901234/rotation",
            "PUT, /api/automation-tokens/0192f0c1-2d3e-7f4a-8b5c-6d7e8f901234/sources",
            "GET, /api/okta-keys",
            "POST, /api/okta-keys",
            "POST, /api/okta-keys/0192f0c1-2d3e-7f4a-8b5c-6d7e8f901234/activation",
            "GET, /api/service-desks",
            "GET, /api/service-desks/1/request-types",
            "GET, /api/service-desks/fields",
            "POST, /api/service-desks/1/check",
            "GET, /api/audit",
            "GET, /api/audit/verification",
            "GET, /api/requests/10001",
            "GET, /api/guardrails",
            "PUT, /api/guardrails/second-administrator",
            "PUT, /api/guardrails/breaker",
            "PUT, /api/guardrails/connections/main/breaker",
            "PUT, /api/guardrails/connections/main/email-domains",
            "PUT, /api/guardrails/connections/main/protected-groups",
            "PUT, /api/guardrails/connections/main/protected-people",
            "POST, /api/guardrails/proposals/0192f0c1-2d3e-7f4a-8b5c-6d7e8f901234/confirm",
            "POST, /api/guardrails/proposals/0192f0c1-2d3e-7f4a-8b5c-6d7e8f901234/reject",
            "POST, /api/guardrails/tripped/0192f0c1-2d3e-7f4a-8b5c-6d7e8f901234/reset"
        })
        void areAdministratorsOfTheSiteAndNobodyElse(String method, String path) {
            Object body = method.equals("GET") || method.equals("DELETE") ? null : Map.of("name", "mine");

            for (var person : List.of(Cast.PAUL, Cast.GUS, Cast.CORA)) {
                assertProblem(as(person.accountId()).send(method, path, body), 403, "caller.not-administrator");
            }
            assertProblem(Http.at(PRODUCT.uri()).send(method, path, body), 401, "connect.token-missing");
            String signed = PRODUCT.jira().jwt(RunningProduct.APP_KEY, method, path);
            assertProblem(
                    Http.at(PRODUCT.uri()).authorized("JWT " + signed).send(method, path, body),
                    401,
                    "connect.no-context-token");
        }

        private Http as(String accountId) {
            return PRODUCT.as(accountId);
        }
    }

    /** Two tenants of one product. */
    @Nested
    class Apart {

        @Test
        void aSiteSeesNothingOfAnother() {
            Http admin = PRODUCT.administrator();
            Http other = OTHER_SETUP.administrator();
            JsonNode token = admin.post("/api/automation-tokens", Map.of("name", "Only ours"));
            admin.post("/api/okta-connections", Map.of("name", "only-ours", "orgUrl", orgUrl()));
            String key = PRODUCT.approved(RunningProduct.newcomer());
            PRODUCT.awaitRun(key, "done");
            String id = PRODUCT.jira().idOf(key);

            assertThat(other.get("/api/installation").path("tenant"))
                    .isNotEqualTo(admin.get("/api/installation").path("tenant"));
            assertThat(other.get("/api/automation-tokens").toString()).doesNotContain("Only ours");
            assertThat(other.get("/api/okta-connections").toString())
                    .doesNotContain("only-ours")
                    .doesNotContain(clientIdOf(admin));
            assertThat(other.get("/api/recipes").toString())
                    .doesNotContain(admin.get("/api/recipes/onboard-employee")
                            .path("savedAt")
                            .asText());
            assertThat(other.get("/api/requests/" + id).toString()).doesNotContain(key);
            assertThat(other.get("/api/audit?subject=" + id).path("rows")).isEmpty();
            assertThat(other.get("/api/audit?limit=500").toString())
                    .doesNotContain(key)
                    .doesNotContain("only-ours");
            assertProblem(
                    other.send(
                            "DELETE",
                            "/api/automation-tokens/" + token.path("id").asText(),
                            null),
                    404,
                    "automation.token-unknown");
            assertProblem(
                    other.send("POST", "/api/okta-connections/only-ours/test", Map.of()),
                    404,
                    "okta.connection-unknown");
            assertThat(admin.get("/api/automation-tokens").toString()).contains("Only ours");
        }

        /** Ids of issues are known to many; a token only ever leads to its own site. */
        @Test
        void anIssueOfAnotherSiteIsOnlyLookedForAtTheOwnOne() {
            OTHER.dropWebhooks(true);
            Onboarding nora = RunningProduct.newcomer();
            String key = "";
            while (key.isEmpty()
                    || PRODUCT.administrator()
                                    .get("/api/requests/" + OTHER.idOf(key))
                                    .path("signals")
                                    .size()
                            > 0
                    || isIssueHere(OTHER.idOf(key))) {
                key = OTHER.raise(nora);
            }
            OTHER.approve(key, Cast.PAUL);
            String id = OTHER.idOf(key);
            String token = PRODUCT.administrator()
                    .post("/api/automation-tokens", Map.of("name", "A rule"))
                    .path("token")
                    .asText();

            assertThat(Http.at(PRODUCT.uri())
                            .authorized("Bearer " + token)
                            .send("POST", "/automation/signals", Map.of("issueId", id))
                            .statusCode())
                    .isEqualTo(202);
            PRODUCT.awaitQuiet();

            assertThat(PRODUCT.administrator().get("/api/audit?subject=" + id).toString())
                    .contains("jira.not-seen");
            assertThat(OTHER_SETUP.administrator().get("/api/requests/" + id).path("signals"))
                    .isEmpty();
            assertThat(PRODUCT.okta().user(nora.workEmail())).isEmpty();
            assertThat(OTHER.comments(key)).isEmpty();
            OTHER.dropWebhooks(false);
        }

        private boolean isIssueHere(String id) {
            return Http.at(PRODUCT.jira().uri())
                            .as(Setup.ADMINISTRATOR, "sandbox")
                            .send("GET", "/rest/api/3/issue/" + id, null)
                            .statusCode()
                    == 200;
        }
    }

    @Nested
    class Recipes {

        @ParameterizedTest
        @CsvSource({
            "customfield_10101, customfield_99999, recipe.field-unknown, /inputs/firstName/source/field",
            "'\"Engineering\"', '\"Nobody\"', recipe.group-unknown, /steps/0/with/groups/1",
            "'\"Engineering\"', '\"Directory staff\"', recipe.group-not-editable, /steps/0/with/groups/1",
            "'\"Engineering\"', '\"Sales\"', guardrail.group-not-allowed, /steps/0/with/groups/1",
            "'\"Complete\"', '\"Vanish\"', recipe.transition-unknown, /steps/3/with/transition",
            "'\"main\"', '\"second\"', recipe.connection-unknown, /connection",
            "'\"25\"', '\"99\"', recipe.request-type-unknown, /match/requestTypes/0",
            "'\"serviceDesk\": \"1\"', '\"serviceDesk\": \"9\"', recipe.service-desk-unknown, /match/serviceDesk",
            "'\"comment\" }', '\"reveal\", \"recipient\": \"${inputs.email}\" }', recipe.recipient-not-a-person, /delivery/recipient",
            "'\"comment\" }', '\"comment\", \"validFor\": {\"hours\": 1} }', recipe.valid-for-not-used, /delivery/validFor",
            "'\"inputDays\": 90', '\"inputDays\": 0', recipe.schema, /retention/inputDays",
            "'\"type\": \"option\"', '\"type\": \"colour\"', recipe.schema, /inputs/department/type"
        })
        void thatCannotWorkAreRefusedWithThePlace(String part, String instead, String code, String pointer) {
            Http admin = PRODUCT.administrator();
            int version = version(admin);
            assertThat(Setup.exampleRecipe()).contains(part);

            var answer =
                    admin.send("POST", "/api/recipes", Setup.exampleRecipe().replace(part, instead));

            assertProblem(answer, 422, "recipe.refused");
            List<String> found = new ArrayList<>();
            Http.json(answer)
                    .path("problems")
                    .forEach(problem -> found.add(problem.path("code").asText() + " "
                            + problem.path("pointer").asText()));
            assertThat(found).contains(code + " " + pointer);
            assertThat(version(admin)).isEqualTo(version);
        }

        /** What is checked is not saved, whatever comes of it. */
        @Test
        void areCheckedWithoutBeingSaved() {
            Http admin = PRODUCT.administrator();
            int version = version(admin);
            String wrong = Setup.exampleRecipe().replace("\"Complete\"", "\"Vanish\"");

            var good = admin.send("POST", "/api/recipes/check", Setup.exampleRecipe());
            var bad = admin.send("POST", "/api/recipes/check", wrong);

            assertThat(good.statusCode()).as(good.body()).isEqualTo(204);
            assertProblem(bad, 422, "recipe.refused");
            assertThat(bad.body()).contains("recipe.transition-unknown").contains("/steps/3/with/transition");
            assertThat(version(admin)).isEqualTo(version);
        }

        /** Each as it is shipped, comments included, so that what is tested is what is offered. */
        @Test
        void thatAreReadyAreOffered() {
            JsonNode ready = PRODUCT.administrator().get("/api/ready-recipes");

            assertThat(ready.findValuesAsText("key")).hasSize(12).doesNotHaveDuplicates();
            assertThat(ready.findValuesAsText("title")).isSorted();
            assertThat(ready.findValuesAsText("yaml"))
                    .contains(Setup.readyRecipe("offboard"), Setup.readyRecipe("unlock"));
        }

        @Test
        void thatGiveOutAdministrationAreRefused() {
            Http admin = PRODUCT.administrator();
            List<String> usual = List.of("All employees", "Engineering");
            admin.put(
                    "/api/okta-connections/main/allowed-groups",
                    Map.of("groups", List.of("All employees", "Engineering", "Okta Administrators")));

            var answer = admin.send(
                    "POST",
                    "/api/recipes",
                    Setup.exampleRecipe().replace("\"Engineering\"", "\"Okta Administrators\""));

            admin.put("/api/okta-connections/main/allowed-groups", Map.of("groups", usual));
            assertProblem(answer, 422, "recipe.refused");
            assertThat(answer.body()).contains("guardrail.group-administers");
        }

        @ParameterizedTest
        @ValueSource(strings = {"{", "[]", "nonsense", "{}"})
        void thatAreNoneAreRefused(String body) {
            var answer = PRODUCT.administrator().send("POST", "/api/recipes", body);

            assertThat(answer.statusCode()).as(answer.body()).isIn(400, 422);
            assertProblem(answer, answer.statusCode(), null);
        }

        @Test
        void thatWorkAreTheNextVersion() {
            Http admin = PRODUCT.administrator();
            int version = version(admin);

            admin.post("/api/recipes", Setup.exampleRecipe());

            assertThat(version(admin)).isGreaterThanOrEqualTo(version);
            assertThat(admin.get("/api/recipes/onboard-employee").at("/resolved/groups"))
                    .hasSize(2);
            assertProblem(admin.send("GET", "/api/recipes/unheard-of", null), 404, "recipe.unknown");
        }

        private int version(Http admin) {
            return admin.get("/api/recipes/onboard-employee").path("version").asInt();
        }
    }

    @Nested
    class OktaTests {

        @Test
        void whatWorksIsProven() {
            JsonNode report = probe(OktaScopes.NAMES, List.of(AdminRole.USER_ADMIN, AdminRole.REPORT_ADMIN));

            assertThat(report.path("findings")).isEmpty();
            assertThat(report.path("proven")).isNotEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {OktaScopes.USERS, OktaScopes.GROUPS, OktaScopes.ROLES, OktaScopes.LOGS})
        void aMissingScopeIsNamed(String scope) {
            List<String> others = OktaScopes.NAMES.stream()
                    .filter(name -> !name.equals(scope))
                    .toList();

            JsonNode report = probe(others, List.of(AdminRole.USER_ADMIN, AdminRole.REPORT_ADMIN));

            assertThat(report.path("findings")).hasSize(1);
            assertThat(report.at("/findings/0/code").asText()).isEqualTo("okta.scope-missing");
            assertThat(report.at("/findings/0").toString()).contains(scope);
        }

        /** Okta answers 200 and an empty list. */
        @Test
        void aMissingRoleDoesNotLookLikeSuccess() {
            JsonNode report = probe(OktaScopes.NAMES, List.of());

            assertThat(report.path("findings").toString()).contains("okta.role-missing");
        }

        @Test
        void aKeyThatOktaDoesNotHaveIsNamed() throws Exception {
            String foreign = new com.nimbusds.jose.jwk.JWKSet(new com.nimbusds.jose.jwk.gen.RSAKeyGenerator(2048)
                            .keyID("other")
                            .generate())
                    .toString(true);
            String clientId = PRODUCT.okta()
                    .registerApp("Other key", foreign, OktaScopes.NAMES, List.of(AdminRole.USER_ADMIN), false);

            assertThat(tested(clientId).at("/findings/0/code").asText()).isEqualTo("okta.key-not-accepted");
        }

        @Test
        void aClientThatOktaDoesNotKnowIsNamed() {
            assertThat(tested("0oaunknownunknown000").at("/findings/0/code").asText())
                    .isEqualTo("okta.client-unknown");
        }

        @Test
        void aConnectionWithoutAClientIsSaidToBeIncomplete() {
            Http admin = PRODUCT.administrator();
            admin.post("/api/okta-connections", Map.of("name", "bare", "orgUrl", orgUrl()));

            assertProblem(admin.send("POST", "/api/okta-connections/bare/test", Map.of()), 409, "okta.not-connected");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://example.okta.com",
                    "https://localhost",
                    "https://example.com/path",
                    "ftp://x",
                    "nonsense"
                })
        void anAddressThatIsNoOrgIsRefused(String url) {
            var answer = PRODUCT.administrator()
                    .send("POST", "/api/okta-connections", Map.of("name", "wrong", "orgUrl", url));

            assertProblem(answer, 422, null);
        }

        private JsonNode probe(List<String> scopes, List<AdminRole> roles) {
            return tested(PRODUCT.okta().registerApp("Probed", jwksUri(), scopes, roles));
        }

        private JsonNode tested(String clientId) {
            Http admin = PRODUCT.administrator();
            String name = "probe-" + UUID.randomUUID();
            admin.post("/api/okta-connections", Map.of("name", name, "orgUrl", orgUrl()));
            admin.put("/api/okta-connections/" + name + "/client-id", Map.of("clientId", clientId));
            return admin.post("/api/okta-connections/" + name + "/test", Map.of());
        }
    }

    @Nested
    class ServiceDesks {

        private static final String CLAIMED = "{\"permissions\":{\"BROWSE_PROJECTS\":{\"havePermission\":true},"
                + "\"ADD_COMMENTS\":{\"havePermission\":true},\"TRANSITION_ISSUES\":{\"havePermission\":true},"
                + "\"SERVICEDESK_AGENT\":{\"havePermission\":true}}}";

        @AfterEach
        void allowAgain() {
            PRODUCT.jira().denyApp(RunningProduct.APP_KEY);
        }

        @Test
        void aDeskThatWorksIsProven() {
            String approved = PRODUCT.jira().raise(io.latchkey.sandbox.jira.Onboarding.newcomer(900));
            PRODUCT.jira().approve(approved, io.latchkey.sandbox.jira.Cast.PAUL);

            JsonNode check = check();

            assertThat(check.path("works").asBoolean()).as(check.toString()).isTrue();
            assertThat(texts(check, "proven"))
                    .containsExactlyInAnyOrder(
                            "Browse Projects", "Transition Issues", "Read approvals", "Browse users and groups");
            assertThat(texts(check, "unproven"))
                    .anyMatch(text -> text.startsWith("Add Comments"))
                    .anyMatch(text -> text.startsWith("Service Project Agent"))
                    .hasSize(2);
        }

        @Test
        void anInternalNoteIsProvenByOneThatIsDeletedAgain() {
            String issue = PRODUCT.jira().raise(RunningProduct.newcomer());

            JsonNode check = check(Map.of("noteOn", issue));

            assertThat(texts(check, "proven")).contains("Add Comments", "Service Project Agent");
            assertThat(texts(check, "unproven")).isEmpty();
            assertThat(PRODUCT.jira().comments(issue)).isEmpty();
        }

        /** The site still claims that the app has the permission. */
        @ParameterizedTest
        @CsvSource({
            "ADD_COMMENTS, jira.permission-missing, Add Comments, 0",
            "SERVICEDESK_AGENT, jira.permission-missing, Service Project Agent, 0",
            "DELETE_OWN_COMMENTS, jira.note-left, Delete Own Comments, 1"
        })
        void aNoteThatFailsNamesThePermission(String permission, String code, String label, int left) {
            String issue = PRODUCT.jira().idOf(PRODUCT.jira().raise(RunningProduct.newcomer()));
            PRODUCT.jira().denyApp(RunningProduct.APP_KEY, permission);
            PRODUCT.jira().server().faults().order(Fault.answer("GET", "/rest/api/3/mypermissions", 1, 200, CLAIMED));

            JsonNode check = check(Map.of("noteOn", issue));

            assertThat(check.path("works").asBoolean()).isFalse();
            assertThat(check.path("findings").toString()).contains(code).contains(label);
            assertThat(texts(check, "proven")).doesNotContain(label);
            assertThat(PRODUCT.jira().comments(issue)).hasSize(left);
        }

        @ParameterizedTest
        @ValueSource(strings = {"99999999", "LK-1", "1 OR project = 2", "-1", ""})
        void aRequestElsewhereIsNotWrittenOn(String issue) {
            assertProblem(
                    PRODUCT.administrator().send("POST", "/api/service-desks/1/check", Map.of("noteOn", issue)),
                    422,
                    "jira.request-elsewhere");
        }

        /** Jira counts what a customer of the portal may do as a permission. */
        @Test
        void aPermissionThatJiraOnlyClaimsIsFoundMissing() {
            PRODUCT.jira().denyApp(RunningProduct.APP_KEY, "TRANSITION_ISSUES");
            PRODUCT.jira().server().faults().order(Fault.answer("GET", "/rest/api/3/mypermissions", 1, 200, CLAIMED));

            JsonNode check = check();

            assertThat(check.path("works").asBoolean()).isFalse();
            assertThat(check.path("findings").toString()).contains("jira.transitions-not-offered");
            assertThat(texts(check, "proven")).doesNotContain("Transition Issues");
        }

        private static List<String> texts(JsonNode check, String list) {
            List<String> texts = new ArrayList<>();
            check.path(list).forEach(text -> texts.add(text.asText()));
            return texts;
        }

        @ParameterizedTest
        @CsvSource({
            "ADD_COMMENTS, Add Comments",
            "TRANSITION_ISSUES, Transition Issues",
            "SERVICEDESK_AGENT, Service Project Agent",
            "USER_PICKER, Browse users and groups"
        })
        void aMissingPermissionIsNamed(String permission, String label) {
            PRODUCT.jira().denyApp(RunningProduct.APP_KEY, permission);

            JsonNode check = check();

            assertThat(check.path("works").asBoolean()).isFalse();
            assertThat(check.path("findings").toString())
                    .contains("jira.permission-missing")
                    .contains(label);
            assertThat(check.path("proven").toString()).doesNotContain(label);
        }

        @Test
        void whatTheSiteHasIsListed() {
            Http admin = PRODUCT.administrator();

            assertThat(admin.get("/api/service-desks").toString()).contains("\"1\"");
            assertThat(admin.get("/api/service-desks/1/request-types").toString())
                    .contains("Onboard a new employee");
            assertThat(admin.get("/api/service-desks/fields").toString()).contains("customfield_10101");
            assertProblem(
                    admin.send("POST", "/api/service-desks/99/check", Map.of()), 404, "jira.service-desk-unknown");
        }

        /** As a person does it: not ten times within a second, which the site's limit of calls would refuse. */
        private JsonNode check() {
            return check(Map.of());
        }

        private JsonNode check(Map<String, String> trial) {
            RunningProduct.await()
                    .until(() -> PRODUCT.count("select count(*) from budget where bucket = 'jira-calls'"
                                    + " and spent_until > lease_now()")
                            == 0);
            return PRODUCT.administrator().post("/api/service-desks/1/check", trial);
        }
    }

    @Nested
    class Tokens {

        @Test
        void theSecretIsToldOnce() {
            Http admin = PRODUCT.administrator();

            JsonNode issued = admin.post("/api/automation-tokens", Map.of("name", "Once"));

            String token = issued.path("token").asText();
            assertThat(token).matches("[0-9a-f-]{36}\\.[A-Za-z0-9_-]{43}");
            assertThat(issued.path("url").asText()).isEqualTo(PRODUCT.uri() + "/automation/signals");
            assertThat(issued.path("header").asText()).isEqualTo("Authorization: Bearer " + token);
            String secret = token.substring(37);
            assertThat(admin.get("/api/automation-tokens").toString())
                    .contains("Once")
                    .doesNotContain(secret);
            assertThat(admin.get("/api/audit?kind=automation-token&limit=500").toString())
                    .contains(issued.path("id").asText())
                    .doesNotContain(secret);
        }

        @Test
        void whatIsNoTokenIsRefused() {
            Http admin = PRODUCT.administrator();

            assertProblem(admin.send("POST", "/api/automation-tokens", Map.of("name", " ")), 400, "request.invalid");
            assertProblem(
                    admin.send("POST", "/api/automation-tokens", Map.of("name", "x".repeat(101))),
                    400,
                    "request.invalid");
            assertProblem(
                    admin.send("DELETE", "/api/automation-tokens/" + UUID.randomUUID(), null),
                    404,
                    "automation.token-unknown");
            assertProblem(admin.send("DELETE", "/api/automation-tokens/nonsense", null), 400, null);
        }
    }

    @Nested
    class Audit {

        @Test
        void thePagesAreTheWhole() {
            Http admin = PRODUCT.administrator();
            List<String> whole = ids(admin.get("/api/audit?limit=500"));
            assertThat(whole).hasSizeGreaterThan(5).doesNotHaveDuplicates();

            List<String> paged = new ArrayList<>();
            String after = "";
            do {
                JsonNode page = admin.get("/api/audit?limit=2" + after);
                assertThat(page.path("rows").size()).isLessThanOrEqualTo(2);
                paged.addAll(ids(page));
                after = page.hasNonNull("next") ? "&after=" + page.path("next").asText() : "";
            } while (!after.isEmpty());

            assertThat(paged).startsWith(whole.toArray(String[]::new));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "limit=0",
                    "limit=501",
                    "limit=many",
                    "after=nonsense",
                    "after=%2B999999999-12-31T23:59:59Z_0192f0c1-2d3e-7f4a-8b5c-6d7e8f901234",
                    "after=-999999999-01-01T00:00:00Z_0192f0c1-2d3e-7f4a-8b5c-6d7e8f901234"
                })
        void whatIsNoPageIsRefused(String query) {
            assertProblem(PRODUCT.administrator().send("GET", "/api/audit?" + query, null), 400, null);
        }

        @Test
        void itIsSealedWithinASecondOrTwoAndVerifies() {
            Http admin = PRODUCT.administrator();
            admin.post("/api/automation-tokens", Map.of("name", "Sealed"));

            RunningProduct.await()
                    .until(() -> admin.get("/api/audit/verification")
                                    .path("notSealedYet")
                                    .asInt(-1)
                            == 0);

            JsonNode verified = admin.get("/api/audit/verification");
            assertThat(verified.path("firstBroken").isNull())
                    .as(verified.toString())
                    .isTrue();
            assertThat(verified.path("intact").asBoolean(true)).isTrue();
        }

        private List<String> ids(JsonNode page) {
            List<String> ids = new ArrayList<>();
            page.path("rows").forEach(row -> ids.add(row.path("id").asText()));
            return ids;
        }
    }

    @Nested
    class ForEverybody {

        @Test
        void thePublicKeysHoldNothingPrivate() {
            JsonNode keys = Http.at(PRODUCT.uri()).get(jwksUri().getPath());

            assertThat(keys.path("keys")).isNotEmpty().allSatisfy(key -> {
                assertThat(key.has("n") || key.has("x")).isTrue();
                assertThat(key.has("d")).isFalse();
                assertThat(key.has("p")).isFalse();
            });
            assertProblem(
                    Http.at(PRODUCT.uri()).send("GET", "/okta/" + UUID.randomUUID() + "/jwks.json", null), 404, null);
        }

        @Test
        void theSchemaOfRecipes() {
            var answer = Http.at(PRODUCT.uri()).send("GET", "/schemas/recipe-1.schema.json", null);

            assertThat(answer.headers().firstValue("Content-Type")).contains("application/schema+json");
            assertThat(Http.json(answer).path("$id").asText()).isEqualTo("urn:latchkey:recipe:1");
        }

        @Test
        void theDescriptorWithOurAddress() {
            JsonNode descriptor = Http.at(PRODUCT.uri()).get("/atlassian-connect.json");

            assertThat(descriptor.path("baseUrl").asText())
                    .isEqualTo(PRODUCT.uri().toString());
            assertThat(descriptor.toString()).doesNotContain("${");
        }
    }

    private static String orgUrl() {
        return PRODUCT.okta().uri().toString();
    }

    private static URI jwksUri() {
        return URI.create(PRODUCT.administrator()
                .get("/api/okta-connections")
                .path(0)
                .path("jwksUri")
                .asText());
    }

    private static String clientIdOf(Http admin) {
        return admin.get("/api/okta-connections").path(0).path("clientId").asText();
    }

    private static void assertProblem(HttpResponse<String> answer, int status, @Nullable String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        String found = Http.json(answer).path("code").asText();
        assertThat(found).as(answer.body()).isNotEmpty();
        if (code != null) {
            assertThat(found).isEqualTo(code);
        }
        assertThat(answer.body()).doesNotContain("Exception").doesNotContain("io.latchkey.");
    }
}
