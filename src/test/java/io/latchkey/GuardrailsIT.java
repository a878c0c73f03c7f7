package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.demo.Http;
import io.latchkey.demo.Setup;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.provisioning.BreakerTripped;
import io.latchkey.provisioning.guard.PlanGuard;
import io.latchkey.provisioning.guard.Verdict;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.recipe.Recipes;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.Onboarding;
import io.latchkey.tenant.Tenants;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.UsuallyThroughConnect;
import io.latchkey.work.Plan;
import io.latchkey.work.PlannedStep;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;

/** Guardrails as administrators set them and as requests meet them. */
@UsuallyThroughConnect
class GuardrailsIT {

    private static final String FIRST_NAME = "customfield_10101";
    private static final String LAST_NAME = "customfield_10102";
    private static final String EMAIL = "customfield_10103";
    private static final String DOMAINS = "/api/guardrails/connections/main/email-domains";
    private static final String ALLOWED = "/api/okta-connections/main/allowed-groups";
    private static final String SECOND = "/api/guardrails/second-administrator";
    private static final String BEA = "557058:bea";

    private static final RunningProduct PRODUCT =
            RunningProduct.setUp(Map.of("latchkey.guardrails.roles-remembered-for", "0s"));
    private static final List<BreakerTripped> TRIPS = Collections.synchronizedList(new ArrayList<>());

    static {
        Http.at(PRODUCT.jira().uri())
                .post("/sandbox/people", Map.of("accountId", BEA, "displayName", "Bea Admin", "role", "ADMINISTRATOR"));
        PRODUCT.context().addApplicationListener(new Trips());
    }

    private static final class Trips implements ApplicationListener<PayloadApplicationEvent<BreakerTripped>> {

        @Override
        public void onApplicationEvent(PayloadApplicationEvent<BreakerTripped> event) {
            TRIPS.add(event.getPayload());
        }
    }

    @AfterAll
    static void close() {
        PRODUCT.close();
    }

    @AfterEach
    void asBefore() {
        JsonNode all = guardrails();
        if (all.path("secondAdministrator").asBoolean()) {
            assertThat(ada().send("PUT", SECOND, Map.of("required", false)).statusCode())
                    .isEqualTo(202);
            guardrails().path("proposals").forEach(waiting -> confirm(bea(), waiting));
        }
        ada().put(DOMAINS, nothing("domains"));
        ada().put("/api/guardrails/breaker", Map.of());
        ada().put("/api/guardrails/connections/main/breaker", Map.of());
        ada().put("/api/guardrails/connections/main/protected-groups", Map.of("ids", List.of()));
        ada().put("/api/guardrails/connections/main/protected-people", Map.of("ids", List.of()));
        ada().put(ALLOWED, Map.of("groups", List.of("All employees", "Engineering")));
        TRIPS.clear();
    }

    /** What a request meets. */
    @Nested
    class Plans {

        @Test
        void ofAForeignDomainAreRefusedAndTheOthersPass() {
            ada().put(DOMAINS, Map.of("domains", List.of("Example.com")));

            String foreign = approved(Map.of(EMAIL, "eve.foreign@evil.example"));
            refused(foreign, "guardrail.domain-foreign");
            assertThat(note(foreign)).contains("eve.foreign@evil.example");

            Onboarding nora = RunningProduct.newcomer();
            PRODUCT.awaitRun(PRODUCT.approved(nora), "done");
        }

        @Test
        void ofARecipesOwnDomainsAreKeptToThem() {
            ada().post(
                            "/api/recipes",
                            Setup.exampleRecipe()
                                    .replace(
                                            "\"retention\"",
                                            "\"guardrails\": { \"emailDomains\": [\"corp.example\"] }, \"retention\""));
            try {
                refused(PRODUCT.approved(RunningProduct.newcomer()), "guardrail.domain-foreign");
            } finally {
                PRODUCT.setup().saveRecipe();
            }
        }

        /** What was allowed when a request was admitted is not for ever. */
        @ParameterizedTest
        @CsvSource({
            "/api/guardrails/connections/main/protected-groups, guardrail.group-protected",
            "/api/okta-connections/main/allowed-groups, guardrail.group-not-allowed",
            "/api/guardrails/connections/main/email-domains, guardrail.domain-foreign"
        })
        void areStoppedWhenTheyAreForbiddenBeforeTheirFirstEffect(String setting, String code) {
            PRODUCT.okta().server().faults().order(Fault.answer("POST", "/api/v1/users", 1, 403, "{}"));
            Onboarding nora = RunningProduct.newcomer();
            String key = PRODUCT.approved(nora);
            PRODUCT.awaitRun(key, "parked");
            ada().put(
                            setting,
                            switch (setting.substring(setting.lastIndexOf('/') + 1)) {
                                case "protected-groups" ->
                                    Map.of("ids", List.of(PRODUCT.okta().groupId("Engineering")));
                                case "allowed-groups" -> Map.of("groups", List.of("All employees"));
                                default -> Map.of("domains", List.of("corp.example"));
                            });

            ada().post("/api/requests/" + PRODUCT.jira().idOf(key) + "/retry", Map.of());

            PRODUCT.awaitRun(key, "stopped");
            assertThat(RunningProduct.newestRun(PRODUCT.story(key)).toString()).contains(code);
            assertThat(PRODUCT.okta().user(nora.workEmail())).isEmpty();
        }

        /** A stop could not be undone, a missing permission can. */
        @Test
        void waitWhileNobodyCanTellWhetherTheyAreForbidden() {
            PRODUCT.okta().server().faults().order(Fault.answer("POST", "/api/v1/users", 1, 403, "{}"));
            Onboarding nora = RunningProduct.newcomer();
            String key = PRODUCT.approved(nora);
            PRODUCT.awaitRun(key, "parked");
            String retry = "/api/requests/" + PRODUCT.jira().idOf(key) + "/retry";
            PRODUCT.okta().server().faults().order(Fault.answer("GET", "/api/v1/groups/[^/]+/roles", 100, 403, "{}"));

            ada().post(retry, Map.of());

            RunningProduct.await()
                    .until(() -> RunningProduct.newestRun(PRODUCT.story(key))
                            .path("reasonCode")
                            .asText()
                            .equals("guardrail.group-roles-unreadable"));
            assertThat(RunningProduct.newestRun(PRODUCT.story(key))
                            .path("state")
                            .asText())
                    .isNotEqualTo("stopped");
            assertThat(PRODUCT.okta().user(nora.workEmail())).isEmpty();

            PRODUCT.okta().server().faults().clear();
            PRODUCT.awaitRun(key, "done");
        }

        @Test
        void withAProtectedGroupAreRefused() {
            ada().put(
                            "/api/guardrails/connections/main/protected-groups",
                            Map.of("ids", List.of(PRODUCT.okta().groupId("Engineering"))));

            refused(PRODUCT.approved(RunningProduct.newcomer()), "guardrail.group-protected");
        }

        @ParameterizedTest
        @CsvSource({"vip.boss@example.com, guardrail.person-protected", "vlp.boss@example.com, ''"})
        void forAProtectedPersonAreRefused(String login, String code) {
            if (PRODUCT.okta().user("vip.boss@example.com").isEmpty()) {
                PRODUCT.okta().createPerson("Vip", "Boss", "vip.boss@example.com", "Kn0wn-Before-Us", List.of());
            }
            String id = PRODUCT.okta()
                    .user("vip.boss@example.com")
                    .orElseThrow()
                    .path("id")
                    .asText();
            ada().put("/api/guardrails/connections/main/protected-people", Map.of("ids", List.of(id)));
            assertThat(main().path("protectedPeople").toString()).isEqualTo("[{\"id\":\"" + id + "\"}]");

            String key = approved(Map.of(EMAIL, login));
            if (code.isEmpty()) {
                PRODUCT.awaitRun(key, "done");
            } else {
                refused(key, code);
            }
        }

        @Test
        void thatLookLikeAProtectedPersonAreRefused() {
            String id = PRODUCT.okta()
                    .createPerson("Paul", "Ollie", "paul.ollie@example.com", "Kn0wn-Before-Us", List.of());
            ada().put("/api/guardrails/connections/main/protected-people", Map.of("ids", List.of(id)));

            String key = approved(Map.of(EMAIL, "pau1.0llie@example.com"));

            refused(key, "guardrail.login-look-alike");
            assertThat(note(key)).contains("pau1.0llie@example.com");
            assertThat(PRODUCT.story(key).toString()).doesNotContain("pau1.0llie");
        }

        @Test
        void thatLookLikeAnEarlierOneAreRefused() {
            PRODUCT.awaitRun(approved(Map.of(EMAIL, "molly.early@example.com")), "done");

            refused(approved(Map.of(EMAIL, "rnolly.early@example.com")), "guardrail.login-look-alike");
        }

        /** Both are looked at before either is admitted; the database's unique key decides. */
        @Test
        void thatLookAlikeAndComeAtOnceAreNotBothAdmitted() {
            List<String> keys = List.of(
                    approved(Map.of(EMAIL, "twin.l0@example.com")), approved(Map.of(EMAIL, "twin.1o@example.com")));

            RunningProduct.await()
                    .until(() -> keys.stream()
                            .allMatch(
                                    key -> PRODUCT.story(key).path("decisions").size() == 1));
            PRODUCT.awaitQuiet();
            assertThat(keys.stream()
                            .map(key ->
                                    PRODUCT.story(key).at("/decisions/0/code").asText()))
                    .containsExactlyInAnyOrder("request.approved", "guardrail.login-look-alike");
        }

        @ParameterizedTest
        @CsvSource({"Zoë, Müller", "Иван, Петров", "小明, 王", "Renée, O’Hara", "Þórdís, Kjær"})
        void forPeopleOfTheWorldPass(String first, String last) {
            Onboarding nora = RunningProduct.newcomer();

            String key = approved(Map.of(FIRST_NAME, first, LAST_NAME, last, EMAIL, nora.workEmail()));

            PRODUCT.awaitRun(key, "done");
            JsonNode profile =
                    PRODUCT.okta().user(nora.workEmail()).orElseThrow().path("profile");
            assertThat(profile.path("firstName").asText()).isEqualTo(first);
            assertThat(profile.path("lastName").asText()).isEqualTo(last);
        }

        @Test
        void theNoteShowsWhatCannotBeSeenAndTheStoryDoesNot() {
            String key = approved(Map.of(FIRST_NAME, "Eve\u202e\u200bl [~ada] <b>"));

            refused(key, "input.hidden-characters");
            assertThat(note(key)).contains("Eve[U+202E][U+200B]l [~ada] <b>");
            assertThat(PRODUCT.story(key).toString()).doesNotContain("[~ada]");
        }
    }

    /** At most so many an hour. */
    @Nested
    class Breakers {

        @Test
        void holdWhatIsTooMuchHoweverManyComeAtOnceToTwoNodes() {
            try (var second = PRODUCT.anotherNode()) {
                second.addApplicationListener(new Trips());
                ada().put("/api/guardrails/breaker", Map.of("accountsPerHour", 1_000));
                List<String> before = held();
                long already = admitted();
                ada().put("/api/guardrails/breaker", Map.of("accountsPerHour", already + 3));
                List<String> keys = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    keys.add(PRODUCT.jira().raise(RunningProduct.newcomer()));
                }
                PRODUCT.awaitQuiet();

                double told = trips(PRODUCT.context(), second);
                keys.parallelStream().forEach(key -> PRODUCT.jira().approve(key, Cast.PAUL));

                RunningProduct.await()
                        .until(() -> keys.stream()
                                .allMatch(key ->
                                        PRODUCT.story(key).path("decisions").size() == 1));
                PRODUCT.awaitQuiet();
                assertThat(before).isEmpty();
                assertThat(admitted()).isEqualTo(already + 3);
                assertThat(held()).containsExactly("accounts " + (already + 3));
                RunningProduct.await().until(() -> TRIPS.size() == 1);
                assertThat(TRIPS.get(0).found()).isEqualTo((int) already + 4);
                assertThat(trips(PRODUCT.context(), second)).isEqualTo(told + 1);
                assertThat(kinds()).contains("guardrail.tripped");

                ada().put("/api/guardrails/breaker", Map.of());
                reset();

                keys.forEach(key -> PRODUCT.awaitRun(key, "done"));
                assertThat(kinds()).contains("guardrail.reset");
            }
        }

        /** Two that count at the same time would both find room for one. */
        @Test
        void countOneAfterTheOther() throws Exception {
            ada().put("/api/guardrails/breaker", Map.of("accountsPerHour", 1_000));
            var transactions = PRODUCT.context().getBean(TenantTransactions.class);
            TenantId tenant = transactions
                    .writeTenantless(
                            () -> PRODUCT.context().getBean(Tenants.class).all())
                    .get(0);
            CompletableFuture<?> second = new CompletableFuture<>();

            transactions.write(tenant, () -> {
                Verdict first = judged(tenant, "one.at.a.time@example.com");
                new Thread(() -> {
                            transactions.write(tenant, () -> judged(tenant, "another.at.a.time@example.com"));
                            second.complete(null);
                        })
                        .start();
                RunningProduct.await()
                        .until(() -> PRODUCT.count("select count(*) from pg_locks where locktype = 'advisory'"
                                        + " and not granted and database = (select oid from pg_database"
                                        + " where datname = current_database())")
                                == 1);
                assertThat(second).isNotDone();
                return first;
            });

            assertThat(second).succeedsWithin(Duration.ofSeconds(30));
        }

        private static Verdict judged(TenantId tenant, String login) {
            ObjectNode input = JsonNodeFactory.instance.objectNode();
            input.put("login", login).put("email", login).putArray("groupIds");
            RecipeVersion version =
                    PRODUCT.context().getBean(Recipes.class).list(tenant).get(0);
            return PRODUCT.context()
                    .getBean(PlanGuard.class)
                    .judge(
                            tenant,
                            version,
                            new Plan(
                                    JsonNodeFactory.instance.objectNode(),
                                    List.of(new PlannedStep("account", "okta.create-user", input))),
                            List.of(),
                            List.of(),
                            "1");
        }

        @Test
        void stayTrippedUntilAnAdministratorResetsThem() {
            ada().put("/api/guardrails/connections/main/breaker", Map.of("membershipsPerHour", 1));
            String first = PRODUCT.approved(RunningProduct.newcomer());
            PRODUCT.awaitDecision(first, "held", "guardrail.breaker-tripped");

            ada().put("/api/guardrails/connections/main/breaker", Map.of());
            String later = PRODUCT.approved(RunningProduct.newcomer());
            PRODUCT.awaitDecision(later, "held", "guardrail.breaker-tripped");
            assertThat(TRIPS).hasSize(1);

            JsonNode trip = guardrails().path("tripped").path(0);
            assertThat(trip.path("connection").asText()).isEqualTo("main");
            reset();
            PRODUCT.awaitRun(first, "done");
            PRODUCT.awaitRun(later, "done");
            problem(
                    ada().send(
                                    "POST",
                                    "/api/guardrails/tripped/" + trip.path("id").asText() + "/reset",
                                    Map.of()),
                    404,
                    "guardrail.trip-unknown");
        }

        private static void reset() {
            guardrails()
                    .path("tripped")
                    .forEach(trip -> ada().post(
                                    "/api/guardrails/tripped/" + trip.path("id").asText() + "/reset", Map.of()));
        }

        private static List<String> held() {
            List<String> held = new ArrayList<>();
            guardrails()
                    .path("tripped")
                    .forEach(trip -> held.add(trip.path("counted").asText() + " "
                            + trip.path("allowed").asText()));
            return held;
        }

        private static long admitted() {
            return PRODUCT.count("select coalesce(sum(accounts), 0) from request_decision where outcome = 'admitted'"
                    + " and decided_at > coalesce((select max(reset_at) from guardrail_trip where scope = tenant_id),"
                    + " '-infinity')");
        }
    }

    /** Where loosening needs two. */
    @Nested
    class SecondAdministrators {

        @Test
        void tightenAloneAndLoosenByTwo() {
            ada().put(SECOND, Map.of("required", true));
            ada().put(DOMAINS, Map.of("domains", List.of("example.com")));
            assertThat(domains()).isEqualTo("[\"example.com\"]");

            var answer = ada().send("PUT", DOMAINS, Map.of("domains", List.of("example.com", "other.example")));
            assertThat(answer.statusCode()).isEqualTo(202);
            JsonNode proposal = Http.json(answer);
            assertThat(domains()).isEqualTo("[\"example.com\"]");
            problem(confirm(ada(), proposal), 409, "guardrail.second-administrator");

            assertThat(confirm(bea(), proposal).statusCode()).isEqualTo(204);
            assertThat(domains()).isEqualTo("[\"example.com\",\"other.example\"]");
            problem(confirm(bea(), proposal), 404, "guardrail.proposal-unknown");
            JsonNode row = newest("guardrail.changed").path("facts");
            assertThat(row.path("by").asText()).isEqualTo(Cast.ADA.accountId());
            assertThat(row.path("confirmedBy").asText()).isEqualTo(BEA);
            assertThat(row.at("/old/domains")).hasSize(1);
            assertThat(row.at("/new/domains")).hasSize(2);
        }

        @Test
        void allowGroupsByTwo() {
            ada().put(SECOND, Map.of("required", true));

            var answer = ada().send("PUT", ALLOWED, Map.of("groups", List.of("All employees", "Engineering", "Sales")));

            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(main().path("allowedGroups")).hasSize(2);
            assertThat(confirm(bea(), Http.json(answer)).statusCode()).isEqualTo(204);
            assertThat(main().path("allowedGroups")).hasSize(3);
        }

        @Test
        void doNotSwitchTheRequirementOffAlone() {
            ada().put(SECOND, Map.of("required", true));

            var answer = ada().send("PUT", SECOND, Map.of("required", false));

            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(guardrails().path("secondAdministrator").asBoolean()).isTrue();
            problem(confirm(ada(), Http.json(answer)), 409, "guardrail.second-administrator");
        }

        @Test
        void confirmInTimeWhatIsStillTheQuestion() {
            ada().put(DOMAINS, Map.of("domains", List.of("example.com")));
            ada().put(SECOND, Map.of("required", true));
            JsonNode stale = Http.json(ada().send("PUT", DOMAINS, Map.of("domains", List.of("b.example"))));
            JsonNode dropped = Http.json(ada().send("PUT", DOMAINS, Map.of("domains", List.of("c.example"))));
            assertThat(ada().send(
                                    "POST",
                                    "/api/guardrails/proposals/"
                                            + dropped.path("id").asText() + "/reject",
                                    Map.of())
                            .statusCode())
                    .isEqualTo(204);

            ada().put(DOMAINS, Map.of("domains", List.of()));

            problem(confirm(bea(), stale), 409, "guardrail.proposal-stale");
            problem(confirm(bea(), dropped), 404, "guardrail.proposal-unknown");
            problem(
                    bea().send("POST", "/api/guardrails/proposals/" + UUID.randomUUID() + "/confirm", Map.of()),
                    404,
                    "guardrail.proposal-unknown");
        }

        @Test
        void areNotEvadedByANewConnection() {
            ada().put(SECOND, Map.of("required", true));

            ada().post(
                            "/api/okta-connections",
                            Map.of(
                                    "name",
                                    "beside",
                                    "orgUrl",
                                    PRODUCT.okta().uri().toString()));

            assertThat(guardrails().path("connections"))
                    .filteredOn(one -> one.path("connection").asText().equals("beside"))
                    .singleElement()
                    .satisfies(one ->
                            assertThat(one.path("emailDomains").toString()).isEqualTo("[]"));
        }
    }

    /** What is listed must be what people take it for. */
    @Nested
    class Names {

        @Test
        void ofGroupsThatLookLikeOthersAreNotAllowed() {
            PRODUCT.okta().rules().set("search-lag-millis", 0);
            PRODUCT.okta().createGroup("Engineer\u0456ng");
            PRODUCT.okta().createGroup("Eng1neering");
            PRODUCT.okta().createGroup("Enginee\u0301ring");
            PRODUCT.okta().createGroup("Ops1");
            PRODUCT.okta().createGroup("Opsl");

            problem(
                    ada().send("PUT", ALLOWED, Map.of("groups", List.of("Engineer\u0456ng"))),
                    422,
                    "guardrail.group-name-misleading");
            problem(
                    ada().send("PUT", ALLOWED, Map.of("groups", List.of("Ops1", "Opsl"))),
                    422,
                    "guardrail.group-look-alike");
            ada().put(ALLOWED, Map.of("groups", List.of("Engineering", "Eng1neering", "Enginee\u0301ring")));
            PRODUCT.okta().rules().reset();
        }

        @ParameterizedTest
        @CsvSource({"not a domain", "@example.com", "-.com", "exa_mple.com", "localhost"})
        void ofDomainsAreDomains(String domain) {
            problem(ada().send("PUT", DOMAINS, Map.of("domains", List.of(domain))), 422, "guardrail.domain-invalid");
        }

        @Test
        void ofInternationalDomainsAreWrittenInAscii() {
            ada().put(DOMAINS, Map.of("domains", List.of("Müller.example")));

            assertThat(domains()).isEqualTo("[\"xn--mller-kva.example\"]");
        }
    }

    private static String approved(Map<String, String> different) {
        Map<String, JsonNode> values =
                new LinkedHashMap<>(RunningProduct.newcomer().fieldValues());
        different.forEach((field, value) -> values.put(field, TextNode.valueOf(value)));
        String key = PRODUCT.jira().raise(Cast.MIA, values);
        PRODUCT.jira().approve(key, Cast.PAUL);
        return key;
    }

    private static void refused(String key, String code) {
        PRODUCT.awaitDecision(key, "refused", code);
        assertThat(PRODUCT.trail(key)).doesNotContain("request.admitted");
        assertThat(note(key)).contains(code);
    }

    private static String note(String key) {
        RunningProduct.await().until(() -> PRODUCT.jira().comments(key).size() == 1);
        JsonNode comment = PRODUCT.jira().comments(key).get(0);
        assertThat(comment.path("jsdPublic").asBoolean()).isFalse();
        return comment.path("body").toString();
    }

    private static JsonNode guardrails() {
        return ada().get("/api/guardrails");
    }

    private static JsonNode main() {
        for (JsonNode one : guardrails().path("connections")) {
            if (one.path("connection").asText().equals("main")) {
                return one;
            }
        }
        throw new AssertionError("no connection main");
    }

    private static String domains() {
        return main().path("emailDomains").toString();
    }

    private static List<String> kinds() {
        List<String> kinds = new ArrayList<>();
        ada().get("/api/audit?limit=500")
                .path("rows")
                .forEach(row -> kinds.add(row.path("kind").asText()));
        return kinds;
    }

    private static JsonNode newest(String kind) {
        JsonNode rows = ada().get("/api/audit?limit=500&kind=" + kind).path("rows");
        return rows.path(rows.size() - 1);
    }

    private static HttpResponse<String> confirm(Http who, JsonNode proposal) {
        return who.send(
                "POST", "/api/guardrails/proposals/" + proposal.path("id").asText() + "/confirm", Map.of());
    }

    private static Http ada() {
        return PRODUCT.administrator();
    }

    private static Http bea() {
        return PRODUCT.as(BEA);
    }

    private static void problem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(Http.json(answer).path("code").asText()).isEqualTo(code);
    }

    private static Map<String, @Nullable Object> nothing(String name) {
        Map<String, @Nullable Object> map = new HashMap<>();
        map.put(name, null);
        return map;
    }

    /** What an operator is alerted by, whichever node has noticed. */
    private static double trips(ApplicationContext... nodes) {
        return Stream.of(nodes)
                .flatMap(node -> node.getBean(MeterRegistry.class).find("latchkey.guardrail.trips").counters().stream())
                .mapToDouble(Counter::count)
                .sum();
    }
}
