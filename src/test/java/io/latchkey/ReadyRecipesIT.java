package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.demo.Http;
import io.latchkey.demo.Story;
import io.latchkey.okta.OktaScopes;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.http.Interference;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.JiraSite;
import io.latchkey.sandbox.jira.Onboarding;
import io.latchkey.sandbox.jira.Person;
import io.latchkey.sandbox.jira.SiteFields;
import io.latchkey.sandbox.okta.AdminRole;
import io.latchkey.sandbox.webhook.WebhookReceiver;
import io.latchkey.tenant.Door;
import io.latchkey.testing.ReadyRecipes;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.UsuallyThroughForge;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Each recipe that is shipped, from the request to what is true in Okta afterwards. */
@UsuallyThroughForge
class ReadyRecipesIT {

    /** Jira's id of the transition that closes a request. */
    private static final String COMPLETE = "31";

    private static final String FORBIDDEN =
            "{\"errorCode\":\"E0000006\",\"errorSummary\":\"You do not have permission\","
                    + "\"errorLink\":\"E0000006\",\"errorId\":\"x\",\"errorCauses\":[]}";
    private static final RunningProduct PRODUCT = RunningProduct.bare(RunningProduct.usually(Door.FORGE), Map.of());

    @BeforeAll
    static void setUp() {
        PRODUCT.setup().install();
        PRODUCT.setup().raiseAnExample();
        PRODUCT.setup().connectOkta();
        ReadyRecipes.saveAll(PRODUCT);
        mapped(Cast.OLGA, PRODUCT.oktaAccountOf(Cast.OLGA, "Engineering"));
        mapped(Cast.MIA, PRODUCT.oktaAccountOf(Cast.MIA));
        PRODUCT.awaitQuiet();
    }

    @BeforeEach
    void letOlgaWorkAgain() {
        PRODUCT.okta().setStatus(Cast.OLGA.email(), "ACTIVE");
    }

    @AfterAll
    static void close() {
        PRODUCT.close();
    }

    @Test
    void onboardsAnEmployeeOnTheFirstDay() {
        Onboarding nora = RunningProduct.newcomer();
        Map<String, JsonNode> values = new LinkedHashMap<>(nora.fieldValues());
        values.put(SiteFields.START_DATE, TextNode.valueOf("2020-01-31"));

        String key = done("Onboard a new employee", values);

        assertThat(PRODUCT.okta().groupsOf(nora.workEmail())).contains("All employees", "Engineering");
        assertThat(PRODUCT.jira().status(key)).isEqualTo("Done");
    }

    @Test
    void waitsForAFirstDayThatIsAhead() {
        Onboarding nora = RunningProduct.newcomer();
        Map<String, JsonNode> values = new LinkedHashMap<>(nora.fieldValues());
        values.put(SiteFields.START_DATE, TextNode.valueOf("2030-01-31"));
        String key = PRODUCT.jira().raise("Onboard a new employee", values);
        assertThat(preview(key)).contains("Waits until January 31, 2030");

        PRODUCT.jira().approve(key, Cast.PAUL);

        PRODUCT.awaitDecision(key, "admitted", "request.approved");
        assertThat(PRODUCT.okta().user(nora.workEmail())).isEmpty();
        assertThat(RunningProduct.newestRun(PRODUCT.story(key)).path("state").asText())
                .isEqualTo("waiting");
    }

    /** Nothing is created then, and whoever approves should know before. */
    @Test
    void tellsWhoApprovesThatTheUserNameIsTaken() {
        Map<String, JsonNode> values =
                new LinkedHashMap<>(RunningProduct.newcomer().fieldValues());
        values.put(SiteFields.WORK_EMAIL, TextNode.valueOf("former.colleague@example.com"));
        values.put(SiteFields.START_DATE, TextNode.valueOf("2020-01-31"));

        assertThat(preview(PRODUCT.jira().raise("Onboard a new employee", values)))
                .contains("would meet: with the user name former.colleague@example.com")
                .doesNotContain("deactivated");
    }

    @Test
    void onboardsACustomerAtADomainOfCustomersOnly() {
        Onboarding nora = RunningProduct.newcomer();
        Map<String, JsonNode> values = new LinkedHashMap<>(nora.fieldValues());
        String address = nora.workEmail().replace("@example.com", "@customer.example");
        values.keySet().retainAll(List.of(SiteFields.FIRST_NAME, SiteFields.LAST_NAME));
        values.put(SiteFields.WORK_EMAIL, TextNode.valueOf(address));

        done("Onboard a customer user", values);

        assertThat(PRODUCT.okta().user(address).orElseThrow().path("status").asText())
                .isEqualTo("PROVISIONED");
        values.put(SiteFields.WORK_EMAIL, TextNode.valueOf(nora.workEmail()));
        String foreign = PRODUCT.jira().raise("Onboard a customer user", values);
        PRODUCT.jira().approve(foreign, Cast.PAUL);
        PRODUCT.awaitDecision(foreign, "refused", "guardrail.domain-foreign");
    }

    @Test
    void changesARole() {
        Map<String, JsonNode> values = about(Cast.OLGA);
        values.put(SiteFields.PRESENT_ROLE, JiraSite.option("Engineer"));
        values.put(SiteFields.NEW_ROLE, JiraSite.option("Sales representative"));

        done("Change role", values);

        assertThat(PRODUCT.okta().groupsOf(Cast.OLGA.email())).contains("Sales").doesNotContain("Engineering");
    }

    @Test
    void resetsThePasswordOfWhoeverAsks() {
        done("Reset my password", Map.of());

        assertThat(status(Cast.MIA)).isEqualTo("RECOVERY");
    }

    @Test
    void resetsThePasswordOfSomebodyElse() {
        PRODUCT.okta().signIn(Cast.OLGA.email());

        done("Reset somebody's password", about(Cast.OLGA));

        assertThat(status(Cast.OLGA)).isEqualTo("RECOVERY");
        assertThat(PRODUCT.okta().sessionsOf(Cast.OLGA.email())).isZero();
        assertThat(PRODUCT.okta().mails())
                .anySatisfy(mail -> assertThat(mail.to()).isEqualTo(Cast.OLGA.email()));
    }

    @Test
    void unlocksAnAccount() {
        PRODUCT.okta().setStatus(Cast.OLGA.email(), "LOCKED_OUT");

        done("Unlock an account", about(Cast.OLGA));

        assertThat(status(Cast.OLGA)).isEqualTo("ACTIVE");
    }

    @Test
    void helpsWhoHasLostAPhone() {
        PRODUCT.okta().enrol(Cast.OLGA.email(), "token:software:totp");

        done("Lost phone", about(Cast.OLGA));

        assertThat(PRODUCT.okta().factorsOf(Cast.OLGA.email())).isZero();
    }

    @Test
    void offboardsWhoLeaves() {
        Map<String, JsonNode> values = about(Cast.OLGA);
        values.put(SiteFields.LAST_DAY, TextNode.valueOf("2020-01-31"));

        String key = done("Offboard an employee", values);

        assertThat(status(Cast.OLGA)).isEqualTo("DEPROVISIONED");
        assertThat(PRODUCT.jira().comments(key))
                .filteredOn(comment -> !comment.path("jsdPublic").asBoolean())
                .anySatisfy(
                        comment -> assertThat(comment.path("body").toString()).contains("to be handed over"));
    }

    @Test
    void createsAGroupWithAnOwner() {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.put(SiteFields.GROUP_NAME, TextNode.valueOf("Reading circle"));
        values.put(SiteFields.OWNER, JiraSite.people(Cast.OLGA).path(0));

        done("Create a group", values);

        assertThat(PRODUCT.okta().groupId("Reading circle")).isNotBlank();
    }

    @Test
    void givesAccessThatEndsAndCanBeExtended() {
        Map<String, JsonNode> values = about(Cast.OLGA);
        values.put(SiteFields.GROUP, JiraSite.option("Finance"));
        values.put(SiteFields.UNTIL, TextNode.valueOf("2027-01-31"));
        PRODUCT.okta().createGroup("Finance team");

        String refused = PRODUCT.jira().raise("Access to an application or group for a time", values);
        assertThat(preview(refused)).contains("is none of the values");
        values.put(SiteFields.GROUP, JiraSite.option("Sales"));
        String key = done("Access to an application or group for a time", values);

        assertThat(PRODUCT.jira().comments(key).get(0).path("body").toString()).contains("until January 31, 2027");
        assertThat(PRODUCT.okta().groupsOf(Cast.OLGA.email())).contains("Sales");
        assertThat(ends("Sales")).isEqualTo("2027-01-31T23:00:00Z");

        values.put(SiteFields.UNTIL, TextNode.valueOf("2027-03-31"));
        done("Extend access", values);
        assertThat(ends("Sales")).isEqualTo("2027-03-31T22:00:00Z");
    }

    /** The group and its applications were looked at by the first one. */
    @Test
    void readsLittleForAPreview() {
        Map<String, JsonNode> values = about(Cast.OLGA);
        values.put(SiteFields.APPLICATION, JiraSite.option("GitHub"));
        values.put(SiteFields.UNTIL, TextNode.valueOf("2027-01-31"));
        PRODUCT.awaitQuiet();
        PRODUCT.forgetTraffic();
        String first = PRODUCT.jira().raise("Access to an application or group for a time", values);
        assertThat(preview(first)).contains("these groups: GitHub users").contains("come with the groups: GitHub");
        PRODUCT.awaitQuiet();
        assertThat(PRODUCT.remoteCalls("GET", "/api/v1/groups/.*/apps").size()).isLessThan(2);
        PRODUCT.forgetTraffic();

        preview(PRODUCT.jira().raise("Access to an application or group for a time", values));

        PRODUCT.awaitQuiet();
        assertThat(PRODUCT.remoteCalls())
                .filteredOn(call -> !call.path().endsWith("/comment"))
                .extracting(call -> call.method() + " " + call.path().replaceAll("[0-9]{5,}|00u[A-Za-z0-9]+", "*"))
                .containsExactly(
                        "GET /rest/api/3/issue/*",
                        "GET /rest/servicedeskapi/request/*/approval",
                        "GET /api/v1/users/*",
                        "GET /api/v1/users/*/roles",
                        "GET /api/v1/users/*/groups");
    }

    @Test
    void asksForAGroupOrAnApplication() {
        Map<String, JsonNode> values = about(Cast.OLGA);
        values.put(SiteFields.UNTIL, TextNode.valueOf("2027-01-31"));

        assertThat(preview(PRODUCT.jira().raise("Access to an application or group for a time", values)))
                .contains("Nothing would be done")
                .contains("It names neither a group nor an application.");
    }

    @Test
    void breaksTheGlassTellsItAndHasItReviewed() {
        WebhookReceiver alerts = PRODUCT.sandbox().webhooks();
        Map<String, JsonNode> values = about(Cast.OLGA);
        values.put(SiteFields.GROUP, JiraSite.option("Production"));
        values.put(SiteFields.INCIDENT, TextNode.valueOf("INC-4711"));
        values.put(SiteFields.REASON, TextNode.valueOf("Orders cannot be paid."));
        String key = PRODUCT.jira().raise("Break-glass access", values);
        assertThat(preview(key))
                .contains("Tells the system \\\"security-alerts\\\"")
                .contains("group = Production, incident = INC-4711, who = " + Cast.OLGA.email());
        assertThat(alerts.deliveries()).isEmpty();

        PRODUCT.jira().approve(key, Cast.PAUL);

        RunningProduct.await()
                .untilAsserted(() -> assertThat(internalNotes(key)).contains("Review what " + Cast.OLGA.email()));
        assertThat(PRODUCT.okta().groupsOf(Cast.OLGA.email())).contains("Production");
        assertThat(alerts.refused()).isEmpty();
        assertThat(alerts.deliveries()).singleElement().satisfies(alert -> {
            assertThat(alert.hook()).isEqualTo("security-alerts");
            assertThat(alert.times()).isOne();
            assertThat(alert.body().path("type").asText()).isEqualTo("request.step");
            assertThat(alert.body().path("id").asText()).isEqualTo(alert.id());
            assertThat(alert.body().path("request").path("key").asText()).isEqualTo(key);
            assertThat(alert.body().path("request").path("id").asText())
                    .isEqualTo(PRODUCT.jira().idOf(key));
            assertThat(alert.body().path("recipe").path("key").asText()).isEqualTo("break-glass");
            assertThat(alert.body().path("data"))
                    .hasToString("{\"group\":\"Production\",\"incident\":\"INC-4711\",\"who\":\"" + Cast.OLGA.email()
                            + "\"}");
        });
        assertThat(PRODUCT.jira().status(key)).isNotEqualTo("Done");

        new Story(PRODUCT.jira().uri()).note(key, "done");
        Duration untilTheNextLook = Duration.ofMinutes(6);
        Duration untilTheEnd = Duration.ofHours(4);
        pass(untilTheNextLook);
        try {
            RunningProduct.await().until(() -> PRODUCT.jira().status(key).equals("Done"));
            assertThat(PRODUCT.okta().groupsOf(Cast.OLGA.email())).contains("Production");
            pass(untilTheEnd);

            RunningProduct.await()
                    .untilAsserted(() -> assertThat(PRODUCT.okta().groupsOf(Cast.OLGA.email()))
                            .doesNotContain("Production"));
            // What would be due in a moment of that time would be due in hours of ours.
            PRODUCT.awaitQuiet();
        } finally {
            pass(untilTheNextLook.plus(untilTheEnd).negated());
        }
        assertThat(alerts.deliveries()).hasSize(1);
    }

    /** Time passes here and at the vendors, while nothing is under way that would meet the one time here and the other there. */
    private static void pass(Duration time) {
        RunningProduct.await().until(() -> PRODUCT.count("select count(*) from scheduled_tasks where picked") == 0);
        PRODUCT.pass(time);
    }

    private static String internalNotes(String key) {
        return PRODUCT.jira().comments(key).stream()
                .filter(comment -> !comment.path("jsdPublic").asBoolean(true))
                .map(comment -> comment.path("body").toString())
                .collect(Collectors.joining());
    }

    @Test
    void endsAccessBeforeItsTimeWhenAnAdministratorSaysSo() {
        Map<String, JsonNode> values = about(Cast.OLGA);
        values.put(SiteFields.GROUP, JiraSite.option("Engineering"));
        values.put(SiteFields.UNTIL, TextNode.valueOf("2027-01-31"));
        PRODUCT.okta().setStatus(Cast.OLGA.email(), "ACTIVE");
        String key = done("Access to an application or group for a time", values);
        String list = "/api/grants?issue=" + PRODUCT.jira().idOf(key);
        JsonNode grant = PRODUCT.administrator().get(list).path(0);
        assertThat(grant.path("state").asText()).isEqualTo("ACTIVE");

        String end = "/api/grants/" + grant.path("id").asText() + "/end";
        PRODUCT.administrator().post(end, Map.of("why", "not needed any more"));

        RunningProduct.await()
                .untilAsserted(() -> assertThat(PRODUCT.administrator()
                                .get(list)
                                .path(0)
                                .path("endedAt")
                                .asText())
                        .isNotEmpty());
        assertThat(PRODUCT.administrator()
                        .send("POST", end, Map.of("why", "again"))
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void refusesAccessThatWouldHaveEnded() {
        Map<String, JsonNode> values = about(Cast.OLGA);
        values.put(SiteFields.GROUP, JiraSite.option("Sales"));
        values.put(SiteFields.UNTIL, TextNode.valueOf("2020-01-31"));
        String key = PRODUCT.jira().raise("Access to an application or group for a time", values);

        PRODUCT.jira().approve(key, Cast.PAUL);

        PRODUCT.awaitDecision(key, "refused", "term.end-past");
    }

    /** When what was given last ends, as the database says it. */
    private static Instant ends(String group) {
        return Instant.ofEpochSecond(PRODUCT.count(
                "select extract(epoch from max(ends_at))::bigint from access_grant where group_id = ?"
                        + " and state = 'active'",
                PRODUCT.okta().groupId(group)));
    }

    @Test
    void holdsWhatIsAboutSomebodyWhoseAccountNobodyKnows() {
        Person stranger = Cast.GUS;
        String key = PRODUCT.jira().raise("Unlock an account", about(stranger));
        assertThat(preview(key)).contains("Nothing would be done");
        PRODUCT.jira().approve(key, Cast.PAUL);
        PRODUCT.awaitDecision(key, "held", "account.not-mapped");

        mapped(stranger, PRODUCT.oktaAccountOf(stranger));

        PRODUCT.awaitDecision(key, "admitted", "request.approved");
    }

    @Test
    void refusesWhatIsAboutWhoApprovedIt() {
        PRODUCT.administrator()
                .send("DELETE", "/api/okta-connections/main/approver-accounts/" + Cast.PAUL.accountId(), null);
        String key = PRODUCT.jira().raise("Unlock an account", about(Cast.PAUL));

        PRODUCT.jira().approve(key, Cast.PAUL);

        PRODUCT.awaitDecision(key, "refused", "approval.own-access");
    }

    /** A login may be the approver's own, whatever they are called in Jira. */
    @Test
    void holdsWhatIsAboutALoginUntilTheAccountOfWhoApprovedIsKnown() {
        String recipe = ReadyRecipes.document("unlock");
        PRODUCT.administrator().postYaml("/api/recipes", recipe.replace(SiteFields.ACCOUNT, SiteFields.OKTA_LOGIN));
        try {
            PRODUCT.okta().setStatus(Cast.OLGA.email(), "LOCKED_OUT");
            String paul = "/api/okta-connections/main/approver-accounts/" + Cast.PAUL.accountId();
            PRODUCT.administrator().send("DELETE", paul, null);
            String key = PRODUCT.jira()
                    .raise("Unlock an account", Map.of(SiteFields.OKTA_LOGIN, TextNode.valueOf(Cast.OLGA.email())));
            PRODUCT.jira().approve(key, Cast.PAUL);
            PRODUCT.awaitDecision(key, "held", "approval.approver-not-mapped");

            mapped(
                    Cast.PAUL,
                    PRODUCT.okta()
                            .user(Cast.PAUL.email())
                            .map(user -> user.path("id").asText())
                            .orElseGet(() -> PRODUCT.oktaAccountOf(Cast.PAUL)));

            PRODUCT.awaitRun(key, "done");
            assertThat(status(Cast.OLGA)).isEqualTo("ACTIVE");
            String own = PRODUCT.jira()
                    .raise("Unlock an account", Map.of(SiteFields.OKTA_LOGIN, TextNode.valueOf(Cast.PAUL.email())));
            PRODUCT.jira().approve(own, Cast.PAUL);
            PRODUCT.awaitDecision(own, "refused", "approval.own-access");
        } finally {
            PRODUCT.administrator().postYaml("/api/recipes", recipe);
        }
    }

    @Test
    void refusesWhatIsAboutAnAdministratorOfOkta() {
        String ada = PRODUCT.okta()
                .user(Cast.ADA.email())
                .map(user -> user.path("id").asText())
                .orElseGet(() -> PRODUCT.oktaAccountOf(Cast.ADA));
        mapped(Cast.ADA, ada);
        PRODUCT.okta().grantRole(Cast.ADA.email(), AdminRole.HELP_DESK_ADMIN);
        String key = PRODUCT.jira().raise("Reset somebody's password", about(Cast.ADA));
        assertThat(preview(key)).contains("may change").doesNotContain("administers Okta");

        PRODUCT.jira().approve(key, Cast.PAUL);

        PRODUCT.awaitDecision(key, "refused", "guardrail.person-administers");
        assertThat(status(Cast.ADA)).isEqualTo("ACTIVE");
    }

    @Test
    void givesNobodyTwoGroupsThatAreKeptApart() {
        String pairs = "/api/guardrails/connections/main/separate-duties";
        PRODUCT.administrator()
                .put(
                        pairs,
                        Map.of(
                                "pairs",
                                List.of(List.of(
                                        PRODUCT.okta().groupId("Sales"),
                                        PRODUCT.okta().groupId("Production")))));
        try {
            mapped(Cast.CORA, PRODUCT.oktaAccountOf(Cast.CORA, "Production", "Engineering"));
            Map<String, JsonNode> values = about(Cast.CORA);
            values.put(SiteFields.PRESENT_ROLE, JiraSite.option("Engineer"));
            values.put(SiteFields.NEW_ROLE, JiraSite.option("Sales representative"));
            String key = PRODUCT.jira().raise("Change role", values);
            assertThat(preview(key)).contains("are kept apart");

            PRODUCT.jira().approve(key, Cast.PAUL);

            PRODUCT.awaitDecision(key, "refused", "guardrail.duties-conflict");
        } finally {
            PRODUCT.administrator().put(pairs, Map.of("pairs", List.of()));
        }
    }

    /** In place of the recipe for unlocking, which is saved again afterwards. */
    @Nested
    class Applications {

        private static final String STEPS = """
                steps:
                  - { id: access, uses: okta.assign-app, with: { user: "${inputs.who}", app: Expenses, profile: { role: reader } } }
                  - { id: group, uses: okta.assign-app-to-group, with: { app: Expenses, group: Sales } }
                  - id: done
                    uses: jira.comment
                    with: { text: "Done, approved by ${inputs.boss}." }
                  - id: close
                    uses: jira.transition
                    with: { transition: Complete, status: Done }
                delivery: { method: activation }
                """;

        private static String document() {
            String unlock = ReadyRecipes.document("unlock");
            return unlock.substring(0, unlock.indexOf("steps:"))
                            .replace("inputs:", "inputs:\n  boss: { source: { approver: accountId }, type: text }")
                    + STEPS;
        }

        private static final String APPS = "/api/okta-connections/main/allowed-apps";

        private static String app = "";

        @BeforeAll
        static void anApplication() {
            app = PRODUCT.okta().createApp("Expenses");
        }

        @BeforeEach
        void mayAssignApplications() {
            Set<String> scopes = new TreeSet<>(OktaScopes.NAMES);
            scopes.add(OktaScopes.APPS);
            permit(scopes);
        }

        @AfterEach
        void unlockAgain() {
            PRODUCT.okta().setAppActive(app, true);
            PRODUCT.okta().relabelApp(app, "Expenses");
            PRODUCT.administrator().put(APPS, Map.of("apps", List.of()));
            PRODUCT.administrator().postYaml("/api/recipes", ReadyRecipes.document("unlock"));
        }

        private static void permit(Set<String> scopes) {
            PRODUCT.okta()
                    .changeApp(
                            PRODUCT.clientId(),
                            scopes,
                            List.of(
                                    AdminRole.USER_ADMIN,
                                    AdminRole.GROUP_MEMBERSHIP_ADMIN,
                                    AdminRole.REPORT_ADMIN,
                                    AdminRole.APP_ADMIN));
        }

        private static void allowed() {
            PRODUCT.administrator().put(APPS, Map.of("apps", List.of("Expenses")));
            PRODUCT.administrator().postYaml("/api/recipes", document());
        }

        @Test
        void areAssignedToPeopleAndGroupsByTheirLabels() {
            permit(new TreeSet<>(OktaScopes.NAMES));
            assertThat(problems(document())).containsExactly("okta.scope-missing /steps/0/with/app");
            assertThat(refusal("Expenses")).isEqualTo("422 okta.scope-missing");
            mayAssignApplications();
            assertThat(problems(document().replace("app: Expenses", "app: Expense")))
                    .contains("recipe.app-unknown /steps/0/with/app");
            assertThat(problems(document())).containsExactly("guardrail.app-not-allowed /steps/0/with/app");
            allowed();

            String key = done("Unlock an account", about(Cast.OLGA));

            assertThat(PRODUCT.jira().comments(key).get(0).path("body").toString())
                    .contains("Gives " + Cast.OLGA.email() + " the application \\\"Expenses\\\"")
                    .contains("the application \\\"Expenses\\\" to all members of the group \\\"Sales\\\"");
            assertThat(PRODUCT.okta().assignedTo(app)).containsExactly(Cast.OLGA.email());
            assertThat(PRODUCT.jira().comments(key).get(1).path("body").toString())
                    .contains("approved by " + Cast.PAUL.accountId());
        }

        /** All four kinds, each by itself; what a place names says where it is. */
        @Test
        void areNotSavedUnlessTheyAreListed() {
            String steps = document().substring(0, document().indexOf("steps:")).concat("""
                            steps:
                              - { id: one, uses: okta.unassign-app, with: { user: "${inputs.who}", app: Expenses } }
                              - { id: two, uses: okta.assign-app-to-group, with: { app: Travel, group: Sales } }
                              - { id: three, uses: okta.unassign-app-from-group, with: { app: Parking, group: Sales } }
                            delivery: { method: activation }
                            """);
            PRODUCT.okta().createApp("Travel");
            PRODUCT.okta().createApp("Parking");

            assertThat(problems(steps))
                    .containsExactlyInAnyOrder(
                            "guardrail.app-not-allowed /steps/0/with/app",
                            "guardrail.app-not-allowed /steps/1/with/app",
                            "guardrail.app-not-allowed /steps/2/with/app");
        }

        @Test
        void areTheOnlyOnesOfTheirLabelActiveAndNotOktas() {
            PRODUCT.okta().createApp("Holiday planner", "okta_flow_sso");
            PRODUCT.okta().createApp("Twins");
            PRODUCT.okta().setAppActive(PRODUCT.okta().createApp("Twins"), false);
            PRODUCT.okta().createApp("Expens\u0435s");
            assertThat(refusal("Holiday planner")).isEqualTo("422 okta.app-of-okta");
            assertThat(refusal("Twins")).isEqualTo("422 okta.app-ambiguous");
            assertThat(refusal("Nothing")).isEqualTo("422 okta.app-unknown");
            assertThat(refusal("Expens\u0435s")).isEqualTo("422 guardrail.app-label-misleading");
            assertThat(problems(document().replace("app: Expenses", "app: Holiday planner")))
                    .containsExactly("recipe.app-of-okta /steps/0/with/app");
            assertThat(problems(document().replace("app: Expenses", "app: Twins")))
                    .containsExactly("recipe.app-ambiguous /steps/0/with/app");
            PRODUCT.okta().setAppActive(app, false);
            assertThat(problems(document())).containsExactly("recipe.app-inactive /steps/0/with/app");
        }

        @Test
        void areNotGivenBeforeTheyAreListedAgainOrActive() {
            allowed();
            String key = PRODUCT.jira().raise("Unlock an account", about(Cast.OLGA));
            assertThat(preview(key)).contains("Approving this request");
            PRODUCT.okta().relabelApp(app, "Travel expenses");
            assertThat(tried(key).path("text").asText()).contains("the application \"Travel expenses\"");
            PRODUCT.okta().setAppActive(app, false);
            assertThat(tried(key).path("code").asText()).isEqualTo("okta.app-inactive");
            PRODUCT.administrator().put(APPS, Map.of("apps", List.of()));
            assertThat(tried(key).path("code").asText()).isEqualTo("guardrail.app-not-allowed");

            PRODUCT.jira().approve(key, Cast.PAUL);

            PRODUCT.awaitDecision(key, "refused", "guardrail.app-not-allowed");
        }

        @Test
        void areNotGivenOnceTheListIsShorter() {
            allowed();
            String key = PRODUCT.jira().raise("Unlock an account", about(Cast.MIA));
            PRODUCT.okta()
                    .server()
                    .faults()
                    .order(Fault.answer("GET", "/api/v1/apps/[^/]+/users/[^/]+", 1, 403, FORBIDDEN));
            PRODUCT.jira().approve(key, Cast.PAUL);
            PRODUCT.awaitRun(key, "parked");

            PRODUCT.administrator().put(APPS, Map.of("apps", List.of()));
            PRODUCT.clock().advance(Duration.ofSeconds(6));
            PRODUCT.administrator().post("/api/requests/" + PRODUCT.jira().idOf(key) + "/retry", Map.of());

            PRODUCT.awaitRun(key, "stopped");
            assertThat(RunningProduct.newestRun(PRODUCT.story(key)).toString()).contains("guardrail.app-not-allowed");
            assertThat(PRODUCT.okta().assignedTo(app)).doesNotContain(Cast.MIA.email());
        }

        /** Nobody knows how many members a group will have. */
        @Test
        void areNotGivenToWholeGroupsWhereMembershipsAreLimited() {
            allowed();
            String limit = "/api/guardrails/connections/main/breaker";
            PRODUCT.administrator().put(limit, Map.of("membershipsPerHour", 100_000));
            String key = PRODUCT.jira().raise("Unlock an account", about(Cast.OLGA));
            PRODUCT.jira().approve(key, Cast.PAUL);
            PRODUCT.awaitDecision(key, "held", "guardrail.breaker-uncounted");

            PRODUCT.administrator().put(limit, Map.of());

            PRODUCT.awaitRun(key, "done");
        }

        @Test
        void areListedByTwoWhereTwoAreRequired() {
            String second = "/api/guardrails/second-administrator";
            PRODUCT.administrator().put(second, Map.of("required", true));
            try {
                HttpResponse<String> answer =
                        PRODUCT.administrator().send("PUT", APPS, Map.of("apps", List.of("Expenses")));

                assertThat(answer.statusCode()).isEqualTo(202);
                assertThat(Http.json(answer).path("part").asText()).isEqualTo("allowed-apps");
                assertThat(Http.json(answer).at("/after/apps/0/label").asText()).isEqualTo("Expenses");
                assertThat(allowedApps()).isEmpty();
                confirm(Http.json(answer));
                assertThat(allowedApps()).containsExactly(app);
                assertThat(PRODUCT.administrator()
                                .get("/api/okta-connections")
                                .at("/0/allowedApps/0")
                                .asText())
                        .isEqualTo("Expenses");
            } finally {
                confirm(Http.json(PRODUCT.administrator().send("PUT", second, Map.of("required", false))));
            }
        }

        private static void confirm(JsonNode proposal) {
            String bea = "557058:bea";
            Http.at(PRODUCT.jira().uri())
                    .send(
                            "POST",
                            "/sandbox/people",
                            Map.of("accountId", bea, "displayName", "Bea Admin", "role", "ADMINISTRATOR"));
            PRODUCT.as(bea)
                    .send(
                            "POST",
                            "/api/guardrails/proposals/" + proposal.path("id").asText() + "/confirm",
                            Map.of());
        }

        private static List<String> allowedApps() {
            return PRODUCT.administrator()
                    .get("/api/guardrails")
                    .at("/connections/0/allowedApps")
                    .findValuesAsText("id");
        }

        private static JsonNode tried(String key) {
            return PRODUCT.administrator()
                    .post("/api/requests/" + PRODUCT.jira().idOf(key) + "/dry-run", "");
        }

        private static String refusal(String label) {
            HttpResponse<String> answer = PRODUCT.administrator().send("PUT", APPS, Map.of("apps", List.of(label)));
            return answer.statusCode() + " " + Http.json(answer).path("code").asText();
        }

        private static List<String> problems(String document) {
            List<String> problems = new ArrayList<>();
            Http.json(PRODUCT.administrator().sendYaml("/api/recipes", document))
                    .path("problems")
                    .forEach(problem -> problems.add(problem.path("code").asText() + " "
                            + problem.path("pointer").asText()));
            return problems;
        }
    }

    /** What was approved is planned anew before it goes on, and must be the same. */
    @Test
    void goesOnWithWhoeverApproved() {
        String unlock = ReadyRecipes.document("unlock");
        PRODUCT.administrator()
                .postYaml(
                        "/api/recipes",
                        unlock.replace("inputs:", "inputs:\n  boss: { source: { approver: accountId }, type: text }")
                                .replaceFirst("text: .*", "text: Approved by \\${inputs.boss}."));
        try {
            PRODUCT.okta().setStatus(Cast.OLGA.email(), "LOCKED_OUT");
            PRODUCT.okta()
                    .server()
                    .faults()
                    .order(Fault.answer("POST", "/api/v1/users/[^/]+/lifecycle/unlock", 1, 403, FORBIDDEN));
            String key = PRODUCT.jira().raise("Unlock an account", about(Cast.OLGA));
            PRODUCT.jira().approve(key, Cast.PAUL);
            PRODUCT.awaitRun(key, "parked");

            PRODUCT.clock().advance(Duration.ofSeconds(6));
            PRODUCT.administrator().post("/api/requests/" + PRODUCT.jira().idOf(key) + "/retry", Map.of());

            PRODUCT.awaitRun(key, "done");
            assertThat(PRODUCT.jira().comments(key).toString()).contains("Approved by " + Cast.PAUL.accountId());
        } finally {
            PRODUCT.administrator().postYaml("/api/recipes", unlock);
        }
    }

    /** The webhook tells it, long before the admission is so old that Jira is asked by itself. */
    @Test
    void stopsAtOnceWhenTheRequestIsClosedWhileItIsAtWork() {
        PRODUCT.okta().setStatus(Cast.OLGA.email(), "LOCKED_OUT");
        String key = PRODUCT.jira().raise("Unlock an account", about(Cast.OLGA));
        preview(key);
        PRODUCT.awaitQuiet();
        PRODUCT.okta().server().interfere(call -> {
            call.apply();
            if (call.path().endsWith("/lifecycle/unlock")) {
                long told = signals();
                PRODUCT.jira().transition(key, Cast.GUS, COMPLETE);
                RunningProduct.await().until(() -> signals() > told);
            }
            return Interference.Ending.ANSWERED;
        });
        try {
            PRODUCT.jira().approve(key, Cast.PAUL);

            RunningProduct.await()
                    .untilAsserted(() -> assertThat(PRODUCT.trail(key)).contains("run.stopped"));
        } finally {
            PRODUCT.okta().server().interfere(Interference.NONE);
        }
        assertThat(PRODUCT.trailRows(key))
                .anySatisfy(row -> assertThat(row.toString()).contains("request.closed"));
        assertThat(status(Cast.OLGA)).isEqualTo("ACTIVE");
        PRODUCT.awaitQuiet();
        assertThat(PRODUCT.jira().comments(key).toString()).doesNotContain("is unlocked");
    }

    private static long signals() {
        return PRODUCT.count("select count(*) from signal");
    }

    @Test
    void refusesToSaveARequestThatRaisesItself() {
        String unlock = ReadyRecipes.document("unlock");
        String type = unlock.substring(unlock.indexOf("requestTypes: [\"") + 16).split("\"", 2)[0];
        String document = unlock.replace(
                "steps:",
                "steps:\n  - { id: again, uses: jira.raise-request, with: { serviceDeskId: \"1\", requestTypeId: \""
                        + type + "\", fields: { summary: Again } } }");

        for (String path : List.of("/api/recipes", dryRunOfAny())) {
            HttpResponse<String> answer = PRODUCT.administrator().sendYaml(path, document);

            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(Http.json(answer).at("/problems/0/code").asText()).isEqualTo("recipe.raises-itself");
        }
    }

    private static String dryRunOfAny() {
        String key = PRODUCT.jira().raise("Unlock an account", about(Cast.OLGA));
        return "/api/requests/" + PRODUCT.jira().idOf(key) + "/dry-run";
    }

    /** One of two that may be chosen is left empty. */
    @Test
    void givesWhatWasChosenOfGroupsWithEndsOfTheirOwn() {
        PRODUCT.administrator().postYaml("/api/recipes", endingApart());
        try {
            Map<String, JsonNode> values = about(Cast.MIA);
            values.put(SiteFields.APPLICATION, JiraSite.option("GitHub"));
            values.put(SiteFields.UNTIL, TextNode.valueOf("2028-01-31"));

            String key = done("Access to an application or group for a time", values);

            assertThat(PRODUCT.jira().comments(key).get(0).path("body").toString())
                    .contains("these groups: GitHub users – until 4 hours after it was given")
                    .doesNotContain("January 31");
        } finally {
            PRODUCT.administrator().postYaml("/api/recipes", ReadyRecipes.document("access-for-a-time"));
        }
    }

    private static String endingApart() {
        return ReadyRecipes.document("access-for-a-time")
                        .replace(
                                "groups: [\"${inputs.group}\", \"${inputs.application}\"]",
                                "groups: [\"${inputs.group}\"]")
                        .replace(
                                "  - id: done",
                                "  - id: tool\n    uses: okta.ensure-groups\n    with: { user: \"${inputs.who}\","
                                        + " groups: [\"${inputs.application}\"] }\n  - id: done")
                + "grants: [ { group: GitHub users, duration: { hours: 4 } } ]\n";
    }

    /** A group that ends earlier than the rest of what one request gives. */
    @Test
    void endsSingleGroupsAtATimeOfTheirOwn() {
        PRODUCT.administrator().postYaml("/api/recipes", endingApart());
        try {
            Map<String, JsonNode> values = about(Cast.OLGA);
            values.put(SiteFields.GROUP, JiraSite.option("Sales"));
            values.put(SiteFields.APPLICATION, JiraSite.option("GitHub"));
            values.put(SiteFields.UNTIL, TextNode.valueOf("2028-01-31"));

            String key = done("Access to an application or group for a time", values);

            assertThat(PRODUCT.jira().comments(key).get(0).path("body").toString())
                    .contains("these groups: Sales – until January 31, 2028")
                    .contains("these groups: GitHub users – until 4 hours after it was given");
            assertThat(ends("Sales")).isEqualTo("2028-01-31T23:00:00Z");
            assertThat(ends("GitHub users"))
                    .isBetween(
                            PRODUCT.clock().instant().plus(Duration.ofHours(3)),
                            // The database's whole seconds are rounded.
                            PRODUCT.clock().instant().plus(Duration.ofHours(4)).plusSeconds(1));
        } finally {
            PRODUCT.administrator().postYaml("/api/recipes", ReadyRecipes.document("access-for-a-time"));
        }
    }

    @Nested
    class DryRun {

        @Test
        void tellsWhatTheSavedRecipeWouldDoAndWritesNothing() {
            String key = PRODUCT.jira().raise("Unlock an account", about(Cast.OLGA));
            preview(key);
            quiet();
            Map<String, Long> rows = rows();
            PRODUCT.forgetTraffic();

            JsonNode tried = PRODUCT.administrator().post(path(key), "");

            assertThat(tried.path("code").asText()).isEqualTo("preview.ready");
            assertThat(tried.path("text").asText())
                    .isEqualTo(PRODUCT.setup()
                            .administrator()
                            .post(path(key), "")
                            .path("text")
                            .asText())
                    .contains("Unlocks the account of " + Cast.OLGA.email());
            assertThat(tried.path("steps").findValuesAsText("uses"))
                    .containsExactly("okta.unlock-user", "jira.comment", "jira.transition");
            assertOnlyRead();
            quiet();
            assertThat(rows()).isEqualTo(rows);
        }

        @Test
        void triesADocumentThatIsNotSaved() {
            String key = PRODUCT.jira().raise("Unlock an account", about(Cast.OLGA));
            preview(key);
            quiet();
            Map<String, Long> rows = rows();
            JsonNode saved = PRODUCT.administrator().get("/api/recipes/unlock");
            PRODUCT.forgetTraffic();

            JsonNode tried = PRODUCT.administrator()
                    .postYaml(
                            path(key),
                            ReadyRecipes.document("unlock")
                                    .replace("okta.unlock-user", "okta.clear-sessions")
                                    .replace("connection: main", "connection: main\nticket: { locale: de }"));

            assertThat(tried.path("text").asText()).contains(Cast.OLGA.email() + " wird überall abgemeldet");
            assertOnlyRead();
            quiet();
            assertThat(rows()).isEqualTo(rows);
            assertThat(PRODUCT.administrator().get("/api/recipes/unlock")).isEqualTo(saved);
        }

        @Test
        void saysWhyNothingWouldBeDone() {
            String key = PRODUCT.jira().raise("Offboard an employee", about(Cast.OLGA));

            assertThat(PRODUCT.administrator().post(path(key), "").path("code").asText())
                    .isEqualTo("input.missing");
        }

        @Test
        void refusesADocumentThatCouldNotBeSavedEither() {
            String key = PRODUCT.jira().raise("Unlock an account", about(Cast.OLGA));

            HttpResponse<String> answer = PRODUCT.administrator()
                    .sendYaml(
                            path(key), ReadyRecipes.document("unlock").replace("customfield_10108", "customfield_99"));

            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.headers().firstValue("Content-Type")).contains(PRODUCT.problemType());
            assertThat(Http.json(answer).at("/problems/0/pointer").asText()).isEqualTo("/inputs/who/source/field");
        }

        @Test
        void saysThatJiraDoesNotShowTheRequest() {
            HttpResponse<String> answer = PRODUCT.administrator().send("POST", "/api/requests/99999999/dry-run", null);

            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(Http.json(answer).path("code").asText()).isEqualTo("jira.not-seen");
        }

        @Test
        void takesAKeyToo() {
            String question = PRODUCT.jira().raise("Ask a question", Map.of());

            assertThat(refusal("/api/requests/" + question + "/dry-run")).isEqualTo("404 request.without-recipe");
            assertThat(refusal("/api/requests/NONE-1/dry-run")).isEqualTo("404 request.unknown");
        }

        @Test
        void wantsANameOfARequestAndARecipeForTheType() {
            String question = PRODUCT.jira().raise("Ask a question", Map.of());

            assertThat(refusal("/api/requests/not-one/dry-run")).isEqualTo("400 request.issue-id");
            assertThat(refusal(path(question))).isEqualTo("404 request.without-recipe");
        }

        /** Jira's search takes its question as a body. */
        private void assertOnlyRead() {
            assertThat(PRODUCT.remoteCalls())
                    .isNotEmpty()
                    .allSatisfy(call -> assertThat(call.method() + " " + call.path())
                            .matches("GET .*|POST /rest/api/3/search/jql"));
        }

        private String refusal(String path) {
            HttpResponse<String> answer = PRODUCT.administrator().send("POST", path, null);
            return answer.statusCode() + " " + Http.json(answer).path("code").asText();
        }

        private String path(String key) {
            return "/api/requests/" + PRODUCT.jira().idOf(key) + "/dry-run";
        }

        private void quiet() {
            PRODUCT.awaitQuiet();
            RunningProduct.await()
                    .until(() -> PRODUCT.administrator()
                                    .get("/api/audit/verification")
                                    .path("notSealedYet")
                                    .asInt(-1)
                            == 0);
        }

        private Map<String, Long> rows() {
            Map<String, Long> rows = new TreeMap<>();
            PRODUCT.tenantTables().forEach(table -> rows.put(table, PRODUCT.count("select count(*) from " + table)));
            return rows;
        }
    }

    /** Whatever the request calls them: a condition sees the login that Okta has. */
    @Test
    void refusesByAConditionWhomeverThePersonInJiraIs() {
        String recipe = ReadyRecipes.document("unlock");
        PRODUCT.administrator()
                .postYaml(
                        "/api/recipes",
                        recipe + "guardrails: { conditions: [ { deny: 'inputs.who == \"" + Cast.OLGA.email()
                                + "\"', because: Not Olga. } ] }\n");
        try {
            String key = PRODUCT.jira().raise("Unlock an account", about(Cast.OLGA));
            assertThat(preview(key)).contains("Not Olga.");

            PRODUCT.jira().approve(key, Cast.PAUL);

            PRODUCT.awaitDecision(key, "refused", "guardrail.condition");
        } finally {
            PRODUCT.administrator().postYaml("/api/recipes", recipe);
        }
    }

    /** Whoever corrects an entry must not see the wrong account changed afterwards. */
    @Test
    void stopsWhenSomebodyHasAnotherAccountBeforeItGoesOn() {
        String first =
                PRODUCT.okta().createPerson("Cleo", "First", "cleo.first@example.com", "Kn0wn-Before-Us", List.of());
        String second =
                PRODUCT.okta().createPerson("Cleo", "Second", "cleo.second@example.com", "Kn0wn-Before-Us", List.of());
        PRODUCT.okta().setStatus("cleo.first@example.com", "LOCKED_OUT");
        mapped(Cast.CORA, first);
        PRODUCT.okta()
                .server()
                .faults()
                .order(Fault.answer("POST", "/api/v1/users/[^/]+/lifecycle/unlock", 1, 403, FORBIDDEN));
        String key = PRODUCT.jira().raise("Unlock an account", about(Cast.CORA));
        PRODUCT.jira().approve(key, Cast.PAUL);
        PRODUCT.awaitRun(key, "parked");

        mapped(Cast.CORA, second);
        PRODUCT.clock().advance(Duration.ofSeconds(6));
        PRODUCT.administrator().post("/api/requests/" + PRODUCT.jira().idOf(key) + "/retry", Map.of());

        RunningProduct.await()
                .untilAsserted(() -> assertThat(PRODUCT.trail(key)).contains("run.stopped"));
        assertThat(PRODUCT.trailRows(key))
                .anySatisfy(row -> assertThat(row.toString()).contains("account.remapped"));
        assertThat(PRODUCT.okta()
                        .user("cleo.first@example.com")
                        .orElseThrow()
                        .path("status")
                        .asText())
                .isEqualTo("LOCKED_OUT");
    }

    /** Both are read before either has acted. */
    @Test
    void givesNobodyTwoGroupsThatAreKeptApartByTwoRequestsTogether() {
        String pairs = "/api/guardrails/connections/main/separate-duties";
        PRODUCT.administrator()
                .put(
                        pairs,
                        Map.of(
                                "pairs",
                                List.of(List.of(
                                        PRODUCT.okta().groupId("Sales"),
                                        PRODUCT.okta().groupId("Engineering")))));
        // Somebody in Jira whose account nobody else is about; a person who is no administrator of Okta.
        mapped(
                Cast.ADA,
                PRODUCT.okta().createPerson("Una", "Apart", "una.apart@example.com", "Kn0wn-Before-Us", List.of()));
        PRODUCT.okta()
                .server()
                .faults()
                .order(Fault.delay("PUT", "/api/v1/groups/[^/]+/users/[^/]+", 2, Duration.ofSeconds(4)));
        try {
            PRODUCT.holdSignals();
            List<String> keys = List.of(access(Cast.ADA, "Sales"), access(Cast.ADA, "Engineering"));
            PRODUCT.releaseSignals();

            RunningProduct.await()
                    .untilAsserted(() -> assertThat(keys)
                            .extracting(key -> PRODUCT.story(key)
                                    .path("decisions")
                                    .path(0)
                                    .path("code")
                                    .asText())
                            .containsExactlyInAnyOrder("request.approved", "guardrail.duties-conflict"));
        } finally {
            PRODUCT.okta().server().faults().clear();
            PRODUCT.awaitQuiet();
            PRODUCT.administrator().put(pairs, Map.of("pairs", List.of()));
        }
        assertThat(PRODUCT.okta().groupsOf("una.apart@example.com")).hasSize(2);
    }

    private static String access(Person person, String group) {
        Map<String, JsonNode> values = about(person);
        values.put(SiteFields.GROUP, JiraSite.option(group));
        values.put(SiteFields.UNTIL, TextNode.valueOf("2027-01-31"));
        String key = PRODUCT.jira().raise("Access to an application or group for a time", values);
        PRODUCT.jira().approve(key, Cast.PAUL);
        return key;
    }

    @Test
    void areGivenAsYamlToWhoAsksForIt() throws Exception {
        String yaml = read("/api/recipes/offboard", "application/yaml");
        String json = read("/api/recipes/offboard", "text/html");

        assertThat(yaml).contains("key: offboard", "uses: okta.deactivate-user");
        assertThat(json).startsWith("{\"key\":\"offboard\"");
        assertThat(read("/api/recipes", "application/yaml")).startsWith("[{");
    }

    private static String read(String path, String accept) throws Exception {
        return PRODUCT.administrator()
                .and("Accept", accept)
                .send("GET", path, null)
                .body();
    }

    private static String done(String type, Map<String, JsonNode> values) {
        String key = PRODUCT.jira().raise(type, values);
        assertThat(preview(key)).contains("Approving this request");
        PRODUCT.jira().approve(key, Cast.PAUL);
        PRODUCT.awaitRun(key, "done");
        assertThat(PRODUCT.trail(key)).contains("request.previewed", "request.admitted", "request.completed");
        return key;
    }

    private static String preview(String key) {
        RunningProduct.await()
                .untilAsserted(() -> assertThat(PRODUCT.jira().comments(key)).isNotEmpty());
        return PRODUCT.jira().comments(key).get(0).path("body").toString();
    }

    private static Map<String, JsonNode> about(Person person) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.put(SiteFields.ACCOUNT, JiraSite.people(person));
        return values;
    }

    private static void mapped(Person person, String oktaUserId) {
        ReadyRecipes.map(PRODUCT, person, oktaUserId);
    }

    private static String status(Person person) {
        return PRODUCT.okta().user(person.email()).orElseThrow().path("status").asText();
    }
}
