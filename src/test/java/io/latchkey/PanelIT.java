package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.demo.Http;
import io.latchkey.demo.Setup;
import io.latchkey.grants.GrantsPlay;
import io.latchkey.jira.DisplayNames;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.provisioning.TicketSight;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.JiraRules;
import io.latchkey.sandbox.jira.JiraSite;
import io.latchkey.sandbox.jira.Onboarding;
import io.latchkey.sandbox.jira.Person;
import io.latchkey.sandbox.jira.Role;
import io.latchkey.sandbox.jira.SiteFields;
import io.latchkey.testing.OnlyThroughConnect;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.TestPostgres;
import io.latchkey.testing.UsuallyThroughConnect;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people see of a request in the panels on it, who may, and what they may do about it: as Jira says, over real HTTP. */
@UsuallyThroughConnect
class PanelIT {

    private static final String COMMENTS = "/rest/api/3/issue/[0-9]+/comment";
    private static final String USERS = "/api/v1/users";
    private static final String CHECK = "/rest/api/3/permissions/check";
    private static final String MINE = "/rest/api/3/mypermissions";

    /** What waits for a repetition waits as long as a test needs; tokens are signed by the machine's clock, which stays behind. */
    private static final RunningProduct PRODUCT = RunningProduct.setUp(Map.of(
            "latchkey.work.first-backoff", "30s",
            "latchkey.connect.leeway", "3650d",
            "latchkey.jira.calls-per-second", "10000"));

    /** These tests ask more within a minute than a site's people do; few points are left where a test says so. */
    @BeforeAll
    static void ample() {
        PRODUCT.jira().rules().set(JiraRules.BURST_PER_SECOND, 10_000);
        PRODUCT.jira().rules().set(JiraRules.QUOTA_POINTS, 10_000_000);
    }

    @AfterAll
    static void close() {
        PRODUCT.close();
    }

    @AfterEach
    void asBefore() {
        PRODUCT.jira().server().faults().clear();
        PRODUCT.okta().server().faults().clear();
        deny(Cast.GUS, List.of());
        PRODUCT.awaitQuiet();
    }

    @Nested
    class OnTheTicket {

        @Test
        void tellsBeforeTheApprovalWhatItWouldDo() {
            Onboarding nora = RunningProduct.newcomer();
            String key = PRODUCT.jira().raise(nora);

            JsonNode ticket = ticket(Cast.GUS, key);

            assertThat(ticket.path("issueId").asText()).isEqualTo(PRODUCT.jira().idOf(key));
            assertThat(ticket.path("state").asText()).isEqualTo("pending");
            assertThat(ticket.path("recipe").path("key").asText()).isEqualTo("onboard-employee");
            assertThat(ticket.path("plan").path("lines").toString())
                    .contains("Creates an account in Okta for " + nora.firstName())
                    .contains("Engineering");
            assertThat(ticket.path("run").isNull()).isTrue();
            assertThat(ticket.path("may").path("cancel").asBoolean()).isFalse();
            assertThat(ticket.path("handovers")).isEmpty();
        }

        /** A panel that polls costs nothing but the first reading. */
        @Test
        void asksOnceForAllWhoLookAtTheSameTime() {
            String key = PRODUCT.jira().raise(RunningProduct.newcomer());
            PRODUCT.awaitQuiet();
            PRODUCT.forgetTraffic();
            ticket(Cast.GUS, key);
            int first = calls();

            for (int i = 0; i < 20; i++) {
                ticket(Cast.GUS, key);
            }

            assertThat(first).isBetween(5, 20);
            assertThat(calls()).isEqualTo(first);
            later(Duration.ofSeconds(30));
            ticket(Cast.GUS, key);
            assertThat(calls()).isEqualTo(first);
            readAnew(key);
            ticket(Cast.GUS, key);
            assertThat(calls()).isGreaterThan(first + 3);
        }

        /** Whoever approves must not read for minutes what was asked for before. */
        @Test
        void tellsAtOnceWhatWasChangedMeanwhile() {
            Onboarding nora = RunningProduct.newcomer();
            String key = PRODUCT.jira().raise(nora);
            PRODUCT.awaitQuiet();
            assertThat(ticket(Cast.GUS, key).path("plan").path("lines").toString())
                    .contains(nora.firstName());

            PRODUCT.jira().edit(key, Cast.MIA, SiteFields.FIRST_NAME, TextNode.valueOf("Zoë-Changed"));
            PRODUCT.awaitQuiet();

            assertThat(ticket(Cast.GUS, key).path("plan").path("lines").toString())
                    .contains("Zoë-Changed");
        }

        /** Another node may have decided anew since. */
        @Test
        void tellsOfEachDecisionItsOwnDifferences() {
            String key = held(RunningProduct.newcomer(), "Zoë-Changed");
            PRODUCT.awaitQuiet();
            TicketSight sight = PRODUCT.context().getBean(TicketSight.class);
            UUID run = UUID.randomUUID();
            ticket(Cast.GUS, key);
            PRODUCT.forgetTraffic();

            sight.differences(tenant(), PRODUCT.jira().idOf(key), run);

            int read = calls();
            assertThat(read).isPositive();
            sight.differences(tenant(), PRODUCT.jira().idOf(key), run);
            assertThat(calls()).isEqualTo(read);
        }

        @Test
        void tellsWhatWasDone() {
            String key = PRODUCT.approved(RunningProduct.newcomer());
            PRODUCT.awaitRun(key, "done");

            JsonNode ticket = ticket(Cast.GUS, PRODUCT.jira().idOf(key));

            assertThat(ticket.path("state").asText()).isEqualTo("done");
            assertThat(ticket.path("issueKey").asText()).isEqualTo(key);
            assertThat(ticket.path("plan").isNull()).isTrue();
            assertThat(ticket.path("hold").isNull()).isTrue();
            assertThat(ticket.path("run").path("steps").path(0).path("title").asText())
                    .isEqualTo("Create the Okta account");
            assertThat(ticket.path("run").path("steps").path(0).path("state").asText())
                    .isEqualTo("done");
            assertThat(ticket.path("decisions").path(0).path("outcome").asText())
                    .isEqualTo("admitted");
            assertThat(ticket.path("signals")).isNotEmpty();
            // What steps left may hold names and addresses, which nobody needs there.
            assertThat(ticket.findValue("facts")).isNull();
        }

        @Test
        void speaksTheLanguageOfWhoLooks() {
            String key = PRODUCT.approved(RunningProduct.newcomer());
            PRODUCT.awaitRun(key, "done");

            String answer = inGerman(Cast.GUS, "/api/tickets/" + key);

            assertThat(answer).contains("Okta-Konto anlegen");
        }

        @Test
        void showsSideBySideWhatWasChangedAfterTheApproval() {
            Onboarding nora = RunningProduct.newcomer();
            String key = held(nora, "Zoë-Changed");

            JsonNode hold = ticket(Cast.GUS, key).path("hold");

            assertThat(hold.path("code").asText()).isEqualTo("content.changed-after-approval");
            assertThat(hold.path("remedy").asText()).contains("approved again");
            assertThat(hold.path("differences")).singleElement().satisfies(difference -> {
                assertThat(difference.path("what").asText()).isEqualTo("First name");
                assertThat(difference.path("before").asText()).isEqualTo(nora.firstName());
                assertThat(difference.path("after").asText()).isEqualTo("Zoë-Changed");
            });
            assertThat(List.of(PRODUCT.trailRows(key)).toString()).doesNotContain("Zoë-Changed");
            assertThat(PRODUCT.story(key).toString()).doesNotContain("Zoë-Changed");
        }
    }

    @Nested
    class WithoutAPreview {

        /** Whoever made the recipe wants those who approve to be told nothing; agents see it all the same. */
        @Test
        void thePortalTellsNothingOfThePlan() {
            Onboarding nora = RunningProduct.newcomer();
            String key = PRODUCT.jira().raise(nora);

            assertThat(ticket(Cast.GUS, key).path("plan").path("lines").toString())
                    .contains(nora.firstName());
            for (Person person : List.of(Cast.MIA, Cast.PAUL, Cast.GUS)) {
                JsonNode seen = portal(person, key);
                assertThat(seen.path("state").asText()).isEqualTo("pending");
                assertThat(seen.path("plan").isNull()).as(person.displayName()).isTrue();
                assertThat(seen.toString()).doesNotContain(nora.firstName(), nora.workEmail());
            }
        }
    }

    @Nested
    class WhileJiraOrOktaIsAway {

        /** What cannot be read is never told as if there were nothing. */
        @Test
        void itSaysThatItCannotTell() {
            String key = PRODUCT.jira().raise(RunningProduct.newcomer());
            PRODUCT.awaitQuiet();
            PRODUCT.okta().server().faults().order(Fault.answer("GET", "/api/v1/.*", 1_000, 503, "{}"));

            JsonNode agent = ticket(Cast.GUS, key);
            JsonNode customer = portal(Cast.MIA, key);

            assertThat(agent.path("state").asText()).isEqualTo("unread");
            assertThat(agent.path("planProblem").path("sentence").asText()).contains("Okta");
            assertThat(customer.path("state").asText()).isEqualTo("unread");
            assertThat(customer.path("sentence").asText()).contains("cannot be told now");
            PRODUCT.okta().server().faults().clear();
            assertThat(ticket(Cast.GUS, key).path("state").asText()).isEqualTo("pending");
        }

        /** The points are for what was approved, at all sites. */
        @Test
        void fewPointsAreLeftToThoseWhoNeedThem() {
            String key = PRODUCT.jira().raise(RunningProduct.newcomer());
            String unread = PRODUCT.jira().raise(RunningProduct.newcomer());
            PRODUCT.awaitQuiet();
            ticket(Cast.GUS, key);
            readAnew(key);
            fewPoints();
            PRODUCT.forgetTraffic();

            JsonNode seen = ticket(Cast.GUS, key);

            assertThat(seen.path("state").asText()).isEqualTo("unread");
            assertThat(seen.path("planProblem").path("code").asText()).isEqualTo("jira.few-points");
            assertThat(problem(Cast.GUS, "GET", "/api/tickets/" + unread)).isEqualTo("503 jira.few-points");
            assertThat(calls()).isZero();
            awaitState(key, "pending");
        }

        /** What is stored of it is told all the same. */
        @Test
        void whatIsKnownStays() {
            String key = held(RunningProduct.newcomer(), "Zoë-Changed");
            readAnew(key);
            PRODUCT.jira().server().faults().order(Fault.answer("GET", ".*/approval", 100, 503, "{}"));

            JsonNode agent = ticket(Cast.GUS, key);

            assertThat(agent.path("state").asText()).isEqualTo("held");
            assertThat(agent.path("hold").path("code").asText()).isEqualTo("content.changed-after-approval");
            assertThat(agent.path("planProblem").path("code").asText()).startsWith("jira.");
        }
    }

    @Nested
    class HandingOver {

        @Test
        void agentsSeeForWhomItIs() {
            PRODUCT.administrator().postYaml("/api/recipes", Setup.exampleRecipe("onboard-customer-link"));
            Onboarding nora = RunningProduct.newcomer();
            Map<String, JsonNode> values = new LinkedHashMap<>(nora.fieldValues());
            values.keySet().retainAll(List.of(SiteFields.FIRST_NAME, SiteFields.LAST_NAME));
            values.put(
                    SiteFields.WORK_EMAIL,
                    TextNode.valueOf(nora.workEmail().replace("@example.com", "@customer.example")));
            String key = PRODUCT.jira().raise("Onboard a customer user", values);
            PRODUCT.jira().approve(key, Cast.PAUL);
            PRODUCT.awaitRun(key, "done");

            JsonNode seen = ticket(Cast.GUS, key);
            PRODUCT.awaitQuiet();
            PRODUCT.forgetTraffic();
            ticket(Cast.GUS, key);

            assertThat(seen.path("handovers").path(0).path("recipientName").asText())
                    .isEqualTo(Cast.MIA.displayName());
            assertThat(seen.path("may").path("withdraw").asBoolean()).isTrue();
            assertThat(calls()).isZero();
            assertThat(portal(Cast.PAUL, key).toString()).doesNotContain(Cast.MIA.displayName());
        }
    }

    @Nested
    class Names {

        private final DisplayNames names = PRODUCT.context().getBean(DisplayNames.class);

        /** A name is never worth a call each time somebody looks. */
        @Test
        void whatJiraDoesNotTellIsAskedAgainInAMinute() {
            PRODUCT.awaitQuiet();
            TenantId tenant = tenant();
            String olga = Cast.OLGA.accountId();
            PRODUCT.jira().server().faults().order(Fault.answer("GET", "/rest/api/3/user", 10, 503, "{}"));
            assertThat(names.of(tenant, olga)).isEmpty();
            PRODUCT.jira().server().faults().clear();
            PRODUCT.forgetTraffic();

            assertThat(names.of(tenant, olga)).isEmpty();

            assertThat(calls()).isZero();
            later(Duration.ofSeconds(61));
            assertThat(names.of(tenant, olga)).contains(Cast.OLGA.displayName());
        }

        /** The points are for what was approved. */
        @Test
        void nothingIsAskedWhileFewPointsAreLeft() {
            PRODUCT.awaitQuiet();
            TenantId tenant = tenant();
            String paul = Cast.PAUL.accountId();
            fewPoints();
            PRODUCT.forgetTraffic();

            assertThat(names.of(tenant, paul)).isEmpty();

            assertThat(calls()).isZero();
            RunningProduct.await().until(() -> names.of(tenant, paul).isPresent());
        }
    }

    @Nested
    class WhoMaySeeTheTicket {

        @Test
        void agentsAndAdministratorsWhoSeeTheIssue() {
            String key = PRODUCT.jira().raise(RunningProduct.newcomer());

            assertThat(status(Cast.GUS, "GET", "/api/tickets/" + key)).isEqualTo(200);
            assertThat(status(Cast.ADA, "GET", "/api/tickets/" + key)).isEqualTo(200);
            for (String path : List.of("", "/retry", "/cancel", "/grants/" + UUID.randomUUID() + "/end")) {
                String verb = path.isEmpty() ? "GET" : "POST";
                assertThat(problem(Cast.MIA, verb, "/api/tickets/" + key + path))
                        .as("an employee who sees it: %s", path)
                        .isEqualTo("403 caller.not-agent");
                assertThat(problem(Cast.CORA, verb, "/api/tickets/" + key + path))
                        .as("a customer of the portal: %s", path)
                        .isEqualTo("404 request.unknown");
            }
        }

        /** The answer is the same, word for word. */
        @Test
        @OnlyThroughConnect
        void nobodyLearnsWhetherARequestExistsThatTheyMayNotSee() {
            String key = PRODUCT.jira().raise(RunningProduct.newcomer());
            sandbox("PUT", "/sandbox/issues/" + key + "/security", Map.of("hiddenFrom", List.of(Cast.GUS.accountId())));

            HttpResponse<String> hidden = as(Cast.GUS).send("GET", "/api/tickets/" + key, null);
            HttpResponse<String> missing = as(Cast.GUS).send("GET", "/api/tickets/ITH-987654", null);

            assertThat(hidden.statusCode()).isEqualTo(404);
            assertThat(hidden.body()).isEqualTo(missing.body());
            sandbox("PUT", "/sandbox/issues/" + key + "/security", Map.of("hiddenFrom", List.of("apps")));
            later(Duration.ofSeconds(61));
            assertThat(problem(Cast.ADA, "GET", "/api/tickets/" + key)).isEqualTo("404 request.unknown");
        }

        @Test
        void anAgentOfAnotherProjectIsNone() {
            String key = PRODUCT.jira().raise(RunningProduct.newcomer());
            deny(Cast.GUS, List.of("SERVICEDESK_AGENT"));

            later(Duration.ofSeconds(61));

            assertThat(problem(Cast.GUS, "GET", "/api/tickets/" + key)).isEqualTo("403 caller.not-agent");
        }

        @Test
        void unknownIsNeverYes() {
            String key = PRODUCT.jira().raise(RunningProduct.newcomer());
            PRODUCT.awaitQuiet();
            later(Duration.ofSeconds(61));
            // Connect asks about somebody, Forge in their own name.
            PRODUCT.jira().server().faults().order(Fault.answer("POST", CHECK, 1, 503, "{}"));
            PRODUCT.jira().server().faults().order(Fault.answer("GET", MINE, 1, 503, "{}"));

            assertThat(status(Cast.GUS, "GET", "/api/tickets/" + key)).isEqualTo(503);
            PRODUCT.jira().server().faults().clear();

            // A failure is not remembered, an answer is: what is taken away holds a minute longer.
            assertThat(status(Cast.GUS, "GET", "/api/tickets/" + key)).isEqualTo(200);
            deny(Cast.GUS, List.of("SERVICEDESK_AGENT"));
            assertThat(status(Cast.GUS, "GET", "/api/tickets/" + key)).isEqualTo(200);
            later(Duration.ofSeconds(61));
            assertThat(status(Cast.GUS, "GET", "/api/tickets/" + key)).isEqualTo(403);
        }

        /** To look, an answer of a minute ago is good enough; to act, Jira is asked. */
        @Test
        void whoeverActsIsAnAgentNow() {
            String key = PRODUCT.jira().raise(RunningProduct.newcomer());
            assertThat(status(Cast.GUS, "GET", "/api/tickets/" + key)).isEqualTo(200);
            deny(Cast.GUS, List.of("SERVICEDESK_AGENT"));

            for (String act : List.of("/retry", "/cancel", "/grants/" + UUID.randomUUID() + "/end")) {
                assertThat(problem(Cast.GUS, "POST", "/api/tickets/" + key + act))
                        .as(act)
                        .isEqualTo("403 caller.not-agent");
            }
            assertThat(status(Cast.GUS, "GET", "/api/tickets/" + key)).isEqualTo(403);
        }

        /** Each costs a call of the points that all sites share. */
        @Test
        @OnlyThroughConnect
        void whoeverGuessesIsStopped() {
            var guesser = employee("557058:guesser");
            String key = PRODUCT.jira().raise(RunningProduct.newcomer());
            for (int i = 0; i < 30; i++) {
                assertThat(status(guesser, "GET", "/api/tickets/ITH-98" + i)).isEqualTo(404);
            }
            PRODUCT.awaitQuiet();
            PRODUCT.forgetTraffic();

            assertThat(problem(guesser, "GET", "/api/tickets/ITH-9800")).isEqualTo("429 request.too-many-unknown");
            assertThat(problem(guesser, "GET", "/api/portal/requests/" + key))
                    .isEqualTo("429 request.too-many-unknown");

            assertThat(PRODUCT.remoteCalls()).isEmpty();
            assertThat(status(Cast.GUS, "GET", "/api/tickets/" + key)).isEqualTo(200);
        }

        /** Each try costs calls of the points that all sites share, also one that is refused. */
        @Test
        void whoeverTriesToActAgainAndAgainIsStopped() {
            var eager = employee("557058:eager");
            String key = PRODUCT.jira().raise(RunningProduct.newcomer());
            String retry = "/api/tickets/" + key + "/retry";
            for (int i = 0; i < 30; i++) {
                assertThat(problem(eager, "POST", retry)).isEqualTo("403 caller.not-agent");
            }
            PRODUCT.awaitQuiet();
            PRODUCT.forgetTraffic();

            assertThat(problem(eager, "POST", retry)).isEqualTo("429 request.too-many-unknown");

            assertThat(calls()).isZero();
        }

        /** Also an agent, whom Jira is asked about each time. */
        @Test
        void whoeverActsAgainAndAgainIsStopped() {
            var agent = new Person("557058:agent", "Ag Ent", "a@example.com", "atlassian", true, "UTC", Role.AGENT);
            sandbox(
                    "POST",
                    "/sandbox/people",
                    Map.of("accountId", agent.accountId(), "displayName", "Ag Ent", "role", "AGENT"));
            String key = PRODUCT.jira().raise(RunningProduct.newcomer());
            String retry = "/api/tickets/" + key + "/retry";
            PRODUCT.awaitQuiet();
            for (int i = 0; i < 60; i++) {
                assertThat(problem(agent, "POST", retry)).isEqualTo("404 request.no-run");
            }
            PRODUCT.forgetTraffic();

            assertThat(problem(agent, "POST", retry)).isEqualTo("429 request.too-many-acts");

            assertThat(calls()).isZero();
            assertThat(status(Cast.GUS, "POST", retry)).isEqualTo(404);
        }

        /** Or whoever may not do anything would have Jira read anew as often as they like. */
        @Test
        void whatWasRefusedReadsNothingAnew() {
            String key = PRODUCT.jira().raise(RunningProduct.newcomer());
            PRODUCT.awaitQuiet();
            ticket(Cast.GUS, key);
            for (String act : List.of("/retry", "/cancel")) {
                assertThat(status(Cast.GUS, "POST", "/api/tickets/" + key + act))
                        .isBetween(400, 499);
            }
            PRODUCT.forgetTraffic();

            ticket(Cast.GUS, key);

            assertThat(calls()).isZero();
        }

        private Person employee(String account) {
            sandbox(
                    "POST",
                    "/sandbox/people",
                    Map.of("accountId", account, "displayName", "Some Body", "role", "EMPLOYEE"));
            return new Person(account, "Some Body", "s@example.com", "atlassian", true, "UTC", Role.EMPLOYEE);
        }

        @Test
        @OnlyThroughConnect
        void aNameThatIsNoneIsRefusedBeforeJiraIsAsked() {
            PRODUCT.awaitQuiet();
            PRODUCT.forgetTraffic();

            for (String name :
                    List.of("0", "ITH", "ITH-", "-1", "ITH-1%20OR", "1%2F..%2F2", "ITH-1234567890123456789")) {
                assertThat(status(Cast.GUS, "GET", "/api/tickets/" + name))
                        .as(name)
                        .isEqualTo(400);
                assertThat(status(Cast.GUS, "GET", "/api/portal/requests/" + name))
                        .as(name)
                        .isEqualTo(400);
            }

            assertThat(PRODUCT.jira().server().traffic().all()).isEmpty();
        }
    }

    @Nested
    class InThePortal {

        @Test
        void saysToThoseOnTheRequestWhatApprovingItDoes() throws Exception {
            ObjectNode recipe = (ObjectNode) new JsonMapper().readTree(Setup.exampleRecipe());
            recipe.putObject("ticket").put("preview", "comment");
            PRODUCT.administrator().post("/api/recipes", recipe.toString());
            try {
                String key = PRODUCT.jira().raise(RunningProduct.newcomer());

                assertThat(portal(Cast.PAUL, key).path("plan").path("lines").toString())
                        .contains("Creates an account in Okta");
                PRODUCT.awaitQuiet();
            } finally {
                PRODUCT.setup().saveRecipe();
            }
        }

        @Test
        void saysToThoseOnTheRequestWhereItStands() {
            String key = PRODUCT.jira().raise(RunningProduct.newcomer());

            JsonNode reporter = portal(Cast.MIA, key);
            JsonNode approver = portal(Cast.PAUL, key);

            assertThat(reporter.path("state").asText()).isEqualTo("pending");
            assertThat(reporter.path("you").toString())
                    .isEqualTo("{\"reporter\":true,\"approver\":false,\"recipient\":false}");
            assertThat(approver.path("you").path("approver").asBoolean()).isTrue();
            assertThat(reporter.path("sentence").asText()).isEqualTo("This request waits for its approval.");
            assertThat(status(Cast.GUS, "GET", "/api/portal/requests/" + key)).isEqualTo(200);
        }

        @Test
        @OnlyThroughConnect
        void aStrangerLearnsNothing() {
            String key = PRODUCT.jira().raise(RunningProduct.newcomer());

            HttpResponse<String> strange = as(Cast.CORA).send("GET", "/api/portal/requests/" + key, null);
            HttpResponse<String> missing = as(Cast.CORA).send("GET", "/api/portal/requests/ITH-987654", null);

            assertThat(strange.statusCode()).isEqualTo(404);
            assertThat(strange.body()).isEqualTo(missing.body());
            // Whoever sees the project and is not on the request is a stranger in the portal.
            assertThat(status(Cast.OLGA, "GET", "/api/portal/requests/" + key)).isEqualTo(404);
        }

        @Test
        void whoeverItIsSharedWithSeesIt() {
            String key = PRODUCT.jira().raise(RunningProduct.newcomer());
            sandbox(
                    "PUT",
                    "/sandbox/issues/" + key + "/participants",
                    Map.of("participants", List.of(Cast.CORA.accountId())));

            JsonNode seen = portal(Cast.CORA, key);

            assertThat(seen.path("you").toString())
                    .isEqualTo("{\"reporter\":false,\"approver\":false,\"recipient\":false}");
        }

        @Test
        void unknownIsNeverYes() {
            String key = PRODUCT.jira().raise(RunningProduct.newcomer());
            PRODUCT.jira().server().faults().order(Fault.answer("GET", ".*/participant", 1, 503, "{}"));

            assertThat(status(Cast.PAUL, "GET", "/api/portal/requests/" + key)).isEqualTo(503);
            assertThat(status(Cast.PAUL, "GET", "/api/portal/requests/" + key)).isEqualTo(200);
        }

        @Test
        void tellsInPlainWordsThatItIsHeld() {
            String key = held(RunningProduct.newcomer(), "Zoë-Changed");

            JsonNode seen = portal(Cast.MIA, key);

            assertThat(seen.path("state").asText()).isEqualTo("held");
            assertThat(seen.path("sentence").asText()).contains("has to be approved again");
            assertThat(seen.path("sentence").asText()).doesNotContain("Zoë-Changed");
            assertThat(seen.toString()).doesNotContain("content.changed");
        }

        @Test
        void countsWhatIsDone() {
            String key = PRODUCT.approved(RunningProduct.newcomer());
            PRODUCT.awaitRun(key, "done");

            JsonNode seen = portal(Cast.MIA, key);

            assertThat(seen.path("progress").path("done").asInt())
                    .isEqualTo(seen.path("progress").path("of").asInt())
                    .isPositive();
            assertThat(seen.path("sentence").asText()).isEqualTo("Everything that was approved is done.");
        }
    }

    @Nested
    class Cancelling {

        @Test
        void whatWaitsStopsBeforeItsNextEffect() {
            PRODUCT.okta().server().faults().order(Fault.answer("POST", USERS, 1, 503, "{}"));
            Onboarding nora = RunningProduct.newcomer();
            String key = waiting(nora);
            assertThat(ticket(Cast.GUS, key).path("may").path("cancel").asBoolean())
                    .isTrue();

            assertThat(cancel(Cast.GUS, key)).isEqualTo(202);

            awaitState(key, "stopped");
            JsonNode ticket = ticket(Cast.GUS, key);
            assertThat(ticket.path("run").path("reasonCode").asText()).isEqualTo("request.cancelled");
            assertThat(ticket.path("may").path("cancel").asBoolean()).isFalse();
            assertThat(PRODUCT.okta().user(nora.workEmail())).isEmpty();
            assertThat(portal(Cast.MIA, key).path("sentence").asText())
                    .isEqualTo("The service team has stopped this request.");
            assertThat(cancel(Cast.GUS, key)).isEqualTo(409);
        }

        /** Whoever wants it stopped need not wait until Okta answers again. */
        @Test
        void whatCannotBeLookedUpStopsAllTheSame() {
            PRODUCT.okta().server().faults().order(Fault.answer("POST", USERS, 1, 503, "{}"));
            String key = waiting(RunningProduct.newcomer());
            PRODUCT.okta().server().faults().order(Fault.answer("GET", "/api/v1/.*", 100, 503, "{}"));

            cancel(Cast.GUS, key);

            awaitState(key, "stopped");
            RunningProduct.await()
                    .untilAsserted(() -> assertThat(PRODUCT.jira().comments(key).toString())
                            .contains("it may have taken effect in part"));
        }

        /** What is under way is recorded; what would come after it is not begun. */
        @Test
        void whatIsUnderWayStopsAfterItsStep() {
            PRODUCT.okta().server().faults().order(Fault.delay("POST", USERS, 1, Duration.ofSeconds(3)));
            PRODUCT.forgetTraffic();
            Onboarding nora = RunningProduct.newcomer();
            String key = PRODUCT.approved(nora);
            RunningProduct.await()
                    .until(() -> !PRODUCT.okta()
                                    .server()
                                    .traffic()
                                    .matching(call -> call.method().equals("POST")
                                            && call.path().equals(USERS))
                                    .isEmpty()
                            || ticket(Cast.GUS, key)
                                    .path("run")
                                    .path("steps")
                                    .path(0)
                                    .path("state")
                                    .asText()
                                    .equals("intended"));

            assertThat(cancel(Cast.GUS, key)).isEqualTo(202);

            awaitState(key, "stopped");
            JsonNode steps = ticket(Cast.GUS, key).path("run").path("steps");
            assertThat(steps.path(0).path("state").asText()).isEqualTo("done");
            assertThat(steps)
                    .filteredOn(step -> step.path("state").asText().equals("done"))
                    .hasSize(1);
            PRODUCT.awaitQuiet();
            assertThat(PRODUCT.jira().comments(key))
                    .singleElement()
                    .satisfies(note -> assertThat(note.toString())
                            .contains("the Okta account was created", "request.cancelled")
                            .doesNotContain("Temporary password"));
        }

        @Test
        void whatIsParkedStops() {
            PRODUCT.jira().server().faults().order(Fault.answer("POST", COMMENTS, 1, 400, "{}"));
            String key = PRODUCT.approved(RunningProduct.newcomer());
            awaitState(key, "parked");

            assertThat(cancel(Cast.GUS, key)).isEqualTo(202);

            awaitState(key, "stopped");
            RunningProduct.await()
                    .untilAsserted(() -> assertThat(PRODUCT.jira().comments(key).toString())
                            .contains("the Okta account was created", "request.cancelled"));
        }

        /** As with a request that people withdraw: only another approval admits it again. */
        @Test
        void whatWasApprovedIsUsedUp() {
            PRODUCT.okta().server().faults().order(Fault.answer("POST", USERS, 1, 503, "{}"));
            Onboarding nora = RunningProduct.newcomer();
            String key = waiting(nora);
            cancel(Cast.GUS, key);
            awaitState(key, "stopped");

            PRODUCT.jira().edit(key, Cast.GUS, "summary", TextNode.valueOf("Look again"));
            PRODUCT.awaitQuiet();
            assertThat(PRODUCT.okta().user(nora.workEmail())).isEmpty();

            PRODUCT.jira().transition(key, Cast.GUS, "51");
            readAnew(key);
            assertThat(ticket(Cast.GUS, key).path("plan").path("lines").toString())
                    .contains(nora.firstName());
            PRODUCT.jira().approve(key, Cast.PAUL);
            awaitState(key, "done");
            assertThat(PRODUCT.okta().user(nora.workEmail())).isPresent();
        }

        /** The same reason and the same content as once before: it was told, and it stands so once more. */
        @Test
        void whatIsHeldOnceMoreAsBeforeStandsSo() {
            Onboarding nora = RunningProduct.newcomer();
            String key = held(nora, "Zoë-Changed");
            PRODUCT.jira().transition(key, Cast.GUS, "51");
            PRODUCT.okta().server().faults().order(Fault.answer("POST", USERS, 1, 503, "{}"));
            PRODUCT.jira().approve(key, Cast.PAUL);
            RunningProduct.await()
                    .until(() ->
                            ticket(Cast.GUS, key).path("run").path("attempts").asInt() == 1);
            cancel(Cast.GUS, key);
            awaitState(key, "stopped");
            PRODUCT.awaitQuiet();

            PRODUCT.holdSignals();
            PRODUCT.jira().transition(key, Cast.GUS, "51");
            PRODUCT.jira().edit(key, Cast.MIA, SiteFields.FIRST_NAME, TextNode.valueOf("Zoë-Other"));
            PRODUCT.jira().edit(key, Cast.MIA, SiteFields.FIRST_NAME, TextNode.valueOf("Zoë-Changed"));
            PRODUCT.jira().approve(key, Cast.PAUL);
            PRODUCT.releaseSignals();

            awaitState(key, "held");
            assertThat(ticket(Cast.GUS, key).path("hold").path("code").asText())
                    .isEqualTo("content.changed-after-approval");
            assertThat(ticket(Cast.GUS, key).path("may").path("cancel").asBoolean())
                    .isFalse();
        }

        @Test
        void theTrailSaysWhoAndWhy() {
            PRODUCT.okta().server().faults().order(Fault.answer("POST", USERS, 1, 503, "{}"));
            String key = waiting(RunningProduct.newcomer());

            cancel(Cast.GUS, key);

            awaitState(key, "stopped");
            assertThat(List.of(PRODUCT.trailRows(key)))
                    .filteredOn(row -> row.path("kind").asText().equals("run.cancelled"))
                    .singleElement()
                    .satisfies(row -> {
                        assertThat(row.path("facts").path("by").asText()).isEqualTo(Cast.GUS.accountId());
                        assertThat(row.path("personal").path("why").asText()).isEqualTo("No longer needed");
                    });
        }

        @Test
        void thereIsNothingToStopBeforeTheApprovalNorAfterTheEnd() {
            String pending = PRODUCT.jira().raise(RunningProduct.newcomer());
            String done = PRODUCT.approved(RunningProduct.newcomer());
            PRODUCT.awaitRun(done, "done");

            assertThat(cancel(Cast.GUS, pending)).isEqualTo(409);
            assertThat(cancel(Cast.GUS, done)).isEqualTo(409);
            assertThat(as(Cast.GUS)
                            .send("POST", "/api/tickets/" + done + "/cancel", Map.of("why", " "))
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Nested
    class EndingAccess {

        @Test
        void anAgentEndsWhatThisRequestGave() {
            String key = PRODUCT.jira().raise(RunningProduct.newcomer());
            String other = PRODUCT.jira().raise(RunningProduct.newcomer());
            var play = new GrantsPlay(PRODUCT);
            var somebody = play.somebody();
            String group = play.group();
            var grant = play.given(somebody, group, 14, PRODUCT.jira().idOf(key));
            String path = "/grants/" + grant.id() + "/end";
            assertThat(ticket(Cast.GUS, key).path("may").path("endGrants").asBoolean())
                    .isTrue();

            assertThat(status(Cast.MIA, "POST", "/api/tickets/" + key + path)).isEqualTo(403);
            assertThat(problem(Cast.GUS, "POST", "/api/tickets/" + other + path))
                    .isEqualTo("404 grants.unknown");
            assertThat(status(Cast.GUS, "POST", "/api/tickets/" + key + path)).isEqualTo(202);

            RunningProduct.await()
                    .until(() -> ticket(Cast.GUS, key)
                            .path("grants")
                            .path(0)
                            .path("state")
                            .asText()
                            .equals("ENDED"));
            assertThat(PRODUCT.okta().groupsOf(somebody.login())).doesNotContain(group);
            assertThat(status(Cast.GUS, "POST", "/api/tickets/" + key + path)).isEqualTo(409);
        }
    }

    /** More access needs another approval, so it is asked for in the portal. */
    @Nested
    class AskingForLonger {

        private static final String FORM = "/rest/servicedeskapi/servicedesk/1/requesttype/29";
        private static final String PATH = "/servicedesk/customer/portal/3/group/7/create/29";

        @Test
        void leadsToTheFormOfTheTypeThatExtends() {
            String key = runs();
            forgetForms();

            assertThat(form(key)).isEqualTo(PATH);

            PRODUCT.forgetTraffic();
            assertThat(form(key)).isEqualTo(PATH);
            pass(9);
            assertThat(form(key)).isEqualTo(PATH);
            assertThat(PRODUCT.remoteCalls("GET", FORM)).isEmpty();
            pass(2);
            assertThat(form(key)).isEqualTo(PATH);
            assertThat(PRODUCT.remoteCalls("GET", FORM)).hasSize(1);
        }

        /** A form that cannot extend what runs leads nowhere. */
        @Test
        void leadsNowhereWhereNoRecipeExtendsWhatRuns() {
            String key = runs();
            forgetForms();
            PRODUCT.administrator()
                    .postYaml(
                            "/api/recipes",
                            Setup.readyRecipe("extend-access").replace("Engineering: Engineering, ", ""));
            PRODUCT.forgetTraffic();

            assertThat(ticket(Cast.GUS, key).path("extendForm").isNull()).isTrue();

            assertThat(PRODUCT.remoteCalls("GET", FORM)).isEmpty();
            PRODUCT.administrator().postYaml("/api/recipes", Setup.readyRecipe("extend-access"));
            assertThat(form(key)).isEqualTo(PATH);
        }

        @Test
        void asksNothingOnceNothingRuns() {
            runs();
            String key = given();
            forgetForms();
            String grant =
                    ticket(Cast.GUS, key).path("grants").path(0).path("id").asText();
            status(Cast.GUS, "POST", "/api/tickets/" + key + "/grants/" + grant + "/end");
            RunningProduct.await()
                    .until(() -> ticket(Cast.GUS, key).path("grants").path(0).hasNonNull("endedAt"));
            forgetForms();
            PRODUCT.forgetTraffic();

            assertThat(ticket(Cast.GUS, key).path("extendForm").isNull()).isTrue();

            assertThat(PRODUCT.remoteCalls("GET", FORM)).isEmpty();
        }

        /** A type in no group of the portal is shown nowhere there. */
        @Test
        void leadsNowhereWhereThePortalShowsNoForm() {
            String key = runs();
            forgetForms();
            answers(200, "{\"id\":\"29\",\"portalId\":\"3\",\"groupIds\":[]}");

            assertThat(ticket(Cast.GUS, key).path("extendForm").isNull()).isTrue();
            PRODUCT.jira().server().faults().clear();
            assertThat(ticket(Cast.GUS, key).path("extendForm").isNull()).isTrue();
            forgetForms();
            assertThat(form(key)).isEqualTo(PATH);
        }

        /** What is unknown is asked again, and what comes from Jira is no path before it was looked at. */
        @Test
        void leadsNowhereWhileJiraDoesNotTell() {
            String key = runs();
            for (String odd : List.of(
                    "{}",
                    "{\"id\":\"29\",\"portalId\":\"3/../x\",\"groupIds\":[\"7\"]}",
                    "{\"id\":\"29\",\"portalId\":\"3\",\"groupIds\":[\"//evil.example\"]}")) {
                forgetForms();
                answers(200, odd);
                assertThat(ticket(Cast.GUS, key).path("extendForm").isNull())
                        .as(odd)
                        .isTrue();
                PRODUCT.jira().server().faults().clear();
                assertThat(form(key)).as("after " + odd).isEqualTo(PATH);
            }
            forgetForms();
            answers(500, "{}");

            JsonNode seen = ticket(Cast.GUS, key);

            assertThat(seen.path("extendForm").isNull()).isTrue();
            assertThat(seen.path("grants")).hasSize(1);
        }

        /** The points are for what was approved, at all sites. */
        @Test
        void asksNothingWhileFewPointsAreLeft() {
            String key = runs();
            forgetForms();
            answers(500, "{}");
            ticket(Cast.GUS, key);
            fewPoints();
            PRODUCT.forgetTraffic();

            assertThat(ticket(Cast.GUS, key).path("extendForm").isNull()).isTrue();

            assertThat(PRODUCT.remoteCalls("GET", FORM)).isEmpty();
            RunningProduct.await().until(() -> form(key).equals(PATH));
        }

        private String form(String key) {
            return ticket(Cast.GUS, key).path("extendForm").asText();
        }

        private void answers(int status, String body) {
            PRODUCT.jira().server().faults().order(Fault.answer("GET", FORM, 1, status, body));
        }

        private void forgetForms() {
            pass(11);
        }

        private void pass(int minutes) {
            // What an earlier passing made due may be asking Okta, which refuses what comes from another time.
            PRODUCT.passUnnoticed(Duration.ofMinutes(minutes));
        }

        private static String running = "";

        /** A request that has put somebody into a group until a day far ahead. */
        private String runs() {
            if (running.isEmpty()) {
                PRODUCT.okta().createGroup("Sales");
                PRODUCT.setup().allow(List.of("All employees", "Engineering", "Sales", "GitHub users"));
                for (String recipe : List.of("access-for-a-time", "extend-access")) {
                    PRODUCT.administrator().postYaml("/api/recipes", Setup.readyRecipe(recipe));
                }
                PRODUCT.setup().enter(Cast.OLGA.accountId(), PRODUCT.oktaAccountOf(Cast.OLGA));
                running = given();
            }
            return running;
        }

        private String given() {
            Map<String, JsonNode> values = new LinkedHashMap<>();
            values.put(SiteFields.ACCOUNT, JiraSite.people(Cast.OLGA));
            values.put(SiteFields.GROUP, JiraSite.option("Engineering"));
            values.put(SiteFields.UNTIL, TextNode.valueOf("2031-01-31"));
            String key = PRODUCT.jira().raise("Access to an application or group for a time", values);
            PRODUCT.jira().approve(key, Cast.PAUL);
            PRODUCT.awaitRun(key, "done");
            return key;
        }
    }

    @Nested
    class Retrying {

        @Test
        void anAgentLetsAParkedRunGoOn() {
            PRODUCT.jira().server().faults().order(Fault.answer("POST", COMMENTS, 1, 400, "{}"));
            String key = PRODUCT.approved(RunningProduct.newcomer());
            awaitState(key, "parked");
            assertThat(ticket(Cast.GUS, key).path("may").path("retry").asBoolean())
                    .isTrue();
            assertThat(portal(Cast.MIA, key).path("sentence").asText()).contains("looks after it");

            assertThat(status(Cast.GUS, "POST", "/api/tickets/" + key + "/retry"))
                    .isEqualTo(202);

            awaitState(key, "done");
            assertThat(status(Cast.GUS, "POST", "/api/tickets/" + key + "/retry"))
                    .isEqualTo(409);
        }
    }

    @Nested
    class TheListOfRequests {

        private static final int MANY = 12_000;

        @Test
        void isPagedInEachOrderWithoutAGap() {
            many();

            for (String sort : List.of("newest", "oldest", "key")) {
                List<String> keys = new ArrayList<>();
                String after = "";
                for (int pages = 0; pages < 3; pages++) {
                    JsonNode page = list("search=page-&limit=150&sort=" + sort + "&after=" + after);
                    page.path("items")
                            .forEach(item -> keys.add(item.path("issueKey").asText()));
                    assertThat(page.path("total").asInt()).isEqualTo(10_000);
                    assertThat(page.path("totalIsExact").asBoolean()).isFalse();
                    after = page.path("next").asText();
                }
                assertThat(keys).as(sort).hasSize(450).doesNotHaveDuplicates();
                assertThat(keys.get(0)).as(sort).isEqualTo(sort.equals("newest") ? "PAGE-" + MANY : "PAGE-1");
                assertThat(keys.get(449))
                        .as(sort)
                        .isEqualTo(sort.equals("newest") ? "PAGE-" + (MANY - 449) : "PAGE-450");
            }
        }

        @Test
        void findsByStateKeyNumberAndReason() {
            many();

            JsonNode exact = list("search=page-4711");
            assertThat(exact.path("items").path(0).path("issueKey").asText()).isEqualTo("PAGE-4711");
            assertThat(exact.path("total").asInt()).isEqualTo(1);
            assertThat(exact.path("totalIsExact").asBoolean()).isTrue();
            assertThat(exact.path("next").isNull()).isTrue();
            assertThat(list("search=1199&sort=key").path("items"))
                    .isNotEmpty()
                    .allSatisfy(
                            item -> assertThat(item.path("issueKey").asText()).contains("-1199"));
            assertThat(list("search=nothing-of-the-kind").path("items")).isEmpty();
            JsonNode parked = list("state=parked&search=odd.page");
            assertThat(parked.path("total").asInt()).isEqualTo(MANY / 100);
            assertThat(parked.path("items")).allSatisfy(item -> {
                assertThat(item.path("state").asText()).isEqualTo("parked");
                assertThat(item.path("code").asText()).isEqualTo("odd.page");
            });
        }

        /** However many there are: an index answers, and no statement reads more than a page. */
        @Test
        void asksFewStatementsThatReadLittle() {
            many();
            list("limit=1");
            PRODUCT.transactions().reset();

            list("search=page-1&sort=key");

            assertThat(PRODUCT.transactions().committed(one -> one.touches("request_standing")))
                    .singleElement()
                    .satisfies(one -> assertThat(one.statements()).hasSizeLessThanOrEqualTo(6));
        }

        /** What the overview counts of a time is found as a list of as many. */
        @Test
        void findsWhatHasComeAboutSinceATime() {
            many();
            JsonNode counted = as(Cast.ADA).get("/api/overview").path("requests");

            JsonNode done = list("state=done&since=" + counted.path("since").asText());

            assertThat(done.path("total").asInt())
                    .isEqualTo(counted.path("done").asInt())
                    .isLessThan(MANY / 2);
            String since = only("PAGE-10800").path("changedAt").asText();
            for (String sort : List.of("newest", "oldest", "key")) {
                JsonNode late = list("search=page-&limit=200&since=" + since + "&sort=" + sort);
                assertThat(late.path("total").asInt()).as(sort).isEqualTo(MANY - 10_800 + 1);
                JsonNode next = list("search=page-&limit=200&since=" + since + "&sort=" + sort + "&after="
                        + late.path("next").asText());
                assertThat(next.path("items"))
                        .as(sort)
                        .hasSize(200)
                        .allSatisfy(item -> assertThat(
                                        Instant.parse(item.path("changedAt").asText()))
                                .isAfterOrEqualTo(since));
            }
        }

        /** An index leads to them, however many there were before. */
        @Test
        void readsNothingThatCameAboutBefore() {
            many();
            Instant since =
                    Instant.parse(only("PAGE-" + MANY / 2).path("changedAt").asText());
            PRODUCT.transactions().reset();
            list("state=parked&since=" + since);
            List<String> asked =
                    PRODUCT
                            .transactions()
                            .committed(one -> one.touches("request_standing"))
                            .get(0)
                            .statements()
                            .stream()
                            .filter(statement -> statement.contains("from request_standing"))
                            .toList();
            assertThat(asked).hasSize(2);
            TestPostgres.shared()
                    .vacuum(String.valueOf(PRODUCT.database().get("spring.datasource.url")), "request_standing");

            for (String statement : asked) {
                List<String> plan = inTheTenant((tenant, jdbc) -> jdbc.sql("explain (analyze, timing off) " + statement)
                        .params(tenant.value(), "parked", since.atOffset(ZoneOffset.UTC), 51)
                        .query(String.class)
                        .list());
                assertThat(String.join("\n", plan))
                        .contains("request_standing_by_state")
                        .containsPattern("Index Cond: .*changed_at >=")
                        .doesNotContain("Rows Removed by Filter");
            }
        }

        @Test
        void followsWhatHappensToARequest() {
            PRODUCT.jira().server().faults().order(Fault.answer("POST", COMMENTS, 1, 400, "{}"));
            String key = PRODUCT.approved(RunningProduct.newcomer());
            awaitState(key, "parked");
            JsonNode parked = only(key);
            assertThat(parked.path("state").asText()).isEqualTo("parked");
            assertThat(parked.path("code").asText()).startsWith("jira.");
            assertThat(parked.path("recipe").path("key").asText()).isEqualTo("onboard-employee");

            status(Cast.GUS, "POST", "/api/tickets/" + key + "/retry");
            awaitState(key, "done");

            assertThat(only(key).path("state").asText()).isEqualTo("done");
            assertThat(only(key).path("code").asText()).isEqualTo("request.approved");
            assertThat(only(held(RunningProduct.newcomer(), "Zoë-Changed"))
                            .path("state")
                            .asText())
                    .isEqualTo("held");
            assertThat(as(Cast.ADA).get("/api/requests/" + key).path("issueId").asText())
                    .isEqualTo(PRODUCT.jira().idOf(key));
        }

        @Test
        void refusesWhatItDoesNotKnow() {
            for (String query : List.of(
                    "state=lost",
                    "sort=best",
                    "limit=0",
                    "limit=201",
                    "after=abc",
                    "since=yesterday",
                    "since=1969-12-31T23:59:59Z",
                    "since=%2B1000000000-12-31T23:59:59Z",
                    "search=" + "x".repeat(101))) {
                assertThat(status(Cast.ADA, "GET", "/api/requests?" + query))
                        .as(query)
                        .isEqualTo(400);
            }
            String ofTime = list("limit=1").path("next").asText();
            assertThat(status(Cast.ADA, "GET", "/api/requests?sort=key&after=" + ofTime))
                    .isEqualTo(400);
            assertThat(status(Cast.GUS, "GET", "/api/requests")).isEqualTo(403);
            assertThat(status(Cast.ADA, "GET", "/api/requests/ITH-987654")).isEqualTo(404);
        }

        /** Requests that nobody raised, one a second; every hundredth is parked. */
        private void many() {
            if (list("search=page-").path("total").asInt() > 0) {
                return;
            }
            inTheTenant((tenant, jdbc) -> jdbc.sql("""
                            insert into request_standing (tenant_id, id, issue_id, issue_key, state, reason_code, reason,
                                                          work_id, changed_at)
                            select :tenant, gen_random_uuid(), :project || n, :project || '-' || n,
                                   case when n % 100 = 0 then 'parked' else 'done' end,
                                   case when n % 100 = 0 then 'odd.' || lower(:project) else 'request.approved' end, '',
                                   gen_random_uuid(), timestamptz '2026-01-01' + n * interval '1 second'
                            from generate_series(1, :many) as n
                            """)
                    .param("tenant", tenant.value())
                    .param("project", "PAGE")
                    .param("many", MANY)
                    .update());
        }

        private <T> T inTheTenant(BiFunction<TenantId, JdbcClient, T> act) {
            TenantId tenant = TenantId.of(
                    as(Cast.ADA).get("/api/installation").path("tenant").asText());
            JdbcClient jdbc = PRODUCT.context().getBean(JdbcClient.class);
            return PRODUCT.context().getBean(TenantTransactions.class).write(tenant, () -> act.apply(tenant, jdbc));
        }

        private JsonNode only(String key) {
            return list("search=" + key).path("items").path(0);
        }

        private JsonNode list(String query) {
            return as(Cast.ADA).get("/api/requests?" + query);
        }
    }

    @Nested
    class TheTrail {

        /** With nothing but SHA-256 and the lines: each seal is computed anew, and follows the one before it. */
        @Test
        void isExportedWithProofsThatNeedNoTrust() throws Exception {
            PRODUCT.okta().server().faults().order(Fault.answer("POST", USERS, 1, 503, "{}"));
            String key = waiting(RunningProduct.newcomer());
            cancel(Cast.GUS, key);
            awaitState(key, "stopped");
            moreThanAPage(key);
            PRODUCT.awaitQuiet();
            RunningProduct.await()
                    .until(() -> as(Cast.ADA)
                                    .get("/api/audit/verification")
                                    .path("notSealedYet")
                                    .asLong()
                            == 0);
            Instant now = PRODUCT.clock().instant();

            String body = as(Cast.ADA)
                    .send(
                            "GET",
                            "/api/audit/export?from=" + now.minus(Duration.ofDays(30)) + "&to=" + now.plusSeconds(60),
                            null)
                    .body();

            List<JsonNode> lines = new ArrayList<>();
            for (String line : body.split("\n")) {
                lines.add(new JsonMapper().readTree(line));
            }
            JsonNode end = lines.remove(lines.size() - 1);
            assertThat(end.path("end").asBoolean()).isTrue();
            assertThat(lines).hasSize(end.path("rows").asInt()).hasSizeGreaterThan(100);
            lines.sort(Comparator.comparing(line -> line.path("position").asLong()));
            String previous = "0".repeat(64);
            for (JsonNode line : lines) {
                assertThat(line.path("previousHash").asText()).isEqualTo(previous);
                previous = seal(line);
                assertThat(line.path("hash").asText()).isEqualTo(previous);
                JsonNode hashes =
                        new JsonMapper().readTree(line.path("body").asText()).path("personal");
                for (var value : line.path("personal").properties()) {
                    assertThat(hashes.path(value.getKey()).asText())
                            .isEqualTo(sha256(
                                    HexFormat.of()
                                            .parseHex(value.getValue()
                                                    .path("salt")
                                                    .asText()),
                                    value.getValue().path("value").asText().getBytes(StandardCharsets.UTF_8)));
                }
            }
            assertThat(body).contains("No longer needed");
        }

        @Test
        void isReadFromItsEndAndWithinATime() {
            Instant now = PRODUCT.clock().instant();
            JsonNode newest = as(Cast.ADA).get("/api/audit?order=newest&limit=2");
            JsonNode before = as(Cast.ADA)
                    .get("/api/audit?order=newest&limit=2&after="
                            + newest.path("next").asText());

            assertThat(Instant.parse(newest.path("rows").path(0).path("at").asText()))
                    .isAfterOrEqualTo(
                            Instant.parse(newest.path("rows").path(1).path("at").asText()));
            assertThat(Instant.parse(newest.path("rows").path(1).path("at").asText()))
                    .isAfterOrEqualTo(
                            Instant.parse(before.path("rows").path(0).path("at").asText()));
            assertThat(as(Cast.ADA)
                            .get("/api/audit?from=" + now.plusSeconds(60))
                            .path("rows"))
                    .isEmpty();
            assertThat(as(Cast.ADA)
                            .get("/api/audit?to=" + now.minus(Duration.ofDays(30)))
                            .path("rows"))
                    .isEmpty();
        }

        @Test
        void refusesTimesThatAreNone() {
            for (String query : List.of(
                    "from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z",
                    "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
                    "from=2026-01-02T00:00:00Z",
                    "from=%2B1000000000-12-31T23:59:59Z&to=%2B1000000000-12-31T23:59:59Z",
                    "from=yesterday&to=today")) {
                assertThat(status(Cast.ADA, "GET", "/api/audit/export?" + query))
                        .as(query)
                        .isEqualTo(400);
            }
            assertThat(status(Cast.ADA, "GET", "/api/audit?order=best")).isEqualTo(400);
        }

        private void moreThanAPage(String key) {
            TenantId tenant = TenantId.of(
                    as(Cast.ADA).get("/api/installation").path("tenant").asText());
            Entry entry = Entry.of(tenant, "test.exported", PRODUCT.jira().idOf(key));
            PRODUCT.context()
                    .getBean(TenantTransactions.class)
                    .writeOnly(
                            tenant,
                            () -> PRODUCT.context().getBean(Trail.class).record(Collections.nCopies(150, entry)));
        }

        private String seal(JsonNode line) throws Exception {
            UUID event = UUID.fromString(line.path("event").asText());
            var linked = ByteBuffer.allocate(56)
                    .put(HexFormat.of().parseHex(line.path("previousHash").asText()))
                    .putLong(line.path("position").asLong())
                    .putLong(event.getMostSignificantBits())
                    .putLong(event.getLeastSignificantBits());
            byte[] body = line.path("body").asText().getBytes(StandardCharsets.UTF_8);
            return sha256(linked.array(), MessageDigest.getInstance("SHA-256").digest(body));
        }

        private String sha256(byte[] one, byte[] other) throws Exception {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(one);
            return HexFormat.of().formatHex(digest.digest(other));
        }
    }

    @Nested
    class TheOverview {

        @Test
        void tellsAtOneGlanceHowThingsAre() {
            String key = PRODUCT.approved(RunningProduct.newcomer());
            PRODUCT.awaitRun(key, "done");
            PRODUCT.forgetTraffic();

            JsonNode overview = as(Cast.ADA).get("/api/overview");

            assertThat(overview.path("setup").path("recipes").asInt()).isPositive();
            assertThat(overview.path("requests").path("done").asInt()).isPositive();
            assertThat(overview.path("budgets").toString()).contains("Okta, accounts", "Jira, calls of this site");
            assertThat(overview.path("budgets")).allSatisfy(budget -> {
                assertThat(budget.path("limit").asInt()).isPositive();
                assertThat(budget.path("perSeconds").asInt()).isPositive();
            });
            assertThat(overview.path("grants").path("running").isInt()).isTrue();
            assertThat(overview.path("guardrails").path("tripped").asInt()).isZero();
            assertThat(PRODUCT.remoteCalls()).isEmpty();
        }

        @Test
        void remembersHowTheLastTestOfAConnectionEnded() {
            Http ada = as(Cast.ADA);
            ada.post("/api/okta-connections/main/test", Map.of());
            assertThat(connection().path("state").asText()).isEqualTo("working");

            PRODUCT.okta().server().faults().order(Fault.answer("GET", "/api/v1/groups.*", 10, 403, "{}"));
            ada.post("/api/okta-connections/main/test", Map.of());

            assertThat(connection().path("state").asText()).isEqualTo("failing");
            assertThat(connection().path("problem").asText()).isNotEmpty();
            assertThat(connection().path("checkedAt").asText()).isNotEmpty();
            PRODUCT.okta().server().faults().clear();
            ada.post("/api/okta-connections/main/test", Map.of());
            assertThat(as(Cast.ADA)
                            .get("/api/overview")
                            .path("setup")
                            .path("usable")
                            .asInt())
                    .isEqualTo(1);
        }

        private JsonNode connection() {
            return as(Cast.ADA).get("/api/overview").path("connections").path(0);
        }
    }

    private static String held(Onboarding newcomer, String firstName) {
        PRODUCT.holdSignals();
        String key = PRODUCT.jira().raise(newcomer);
        PRODUCT.jira().edit(key, Cast.MIA, SiteFields.FIRST_NAME, TextNode.valueOf(firstName));
        PRODUCT.jira().approve(key, Cast.PAUL);
        PRODUCT.releaseSignals();
        PRODUCT.awaitDecision(key, "held", "content.changed-after-approval");
        return key;
    }

    /** Here and at the vendors: Okta does not take what is signed too far ahead of its clock. */
    private static void later(Duration time) {
        PRODUCT.sandbox().clock().advance(time);
        PRODUCT.clock().advance(time);
    }

    /** For five seconds. */
    private static void fewPoints() {
        String key = PRODUCT.jira().raise(RunningProduct.newcomer());
        PRODUCT.awaitQuiet();
        PRODUCT.jira()
                .server()
                .faults()
                .order(Fault.answer(
                                "GET",
                                "/rest/api/3/issue/(" + key + "|"
                                        + PRODUCT.jira().idOf(key) + ")",
                                1,
                                404,
                                "{}")
                        .withHeader("X-RateLimit-Limit", "65000")
                        .withHeader("X-RateLimit-Remaining", "1")
                        .withHeader(
                                "X-RateLimit-Reset",
                                PRODUCT.clock().instant().plusSeconds(5).toString()));
        assertThat(status(Cast.GUS, "GET", "/api/tickets/" + key)).isEqualTo(404);
    }

    /** What was read before is forgotten. */
    private static void readAnew(String key) {
        PRODUCT.context()
                .getBean(TicketSight.class)
                .forget(tenant(), PRODUCT.jira().idOf(key));
    }

    private static TenantId tenant() {
        return TenantId.of(as(Cast.ADA).get("/api/installation").path("tenant").asText());
    }

    private static String waiting(Onboarding newcomer) {
        String key = PRODUCT.approved(newcomer);
        RunningProduct.await()
                .until(() -> ticket(Cast.GUS, key).path("run").path("attempts").asInt() == 1);
        return key;
    }

    private static void awaitState(String key, String state) {
        RunningProduct.await()
                .untilAsserted(
                        () -> assertThat(ticket(Cast.GUS, key).path("state").asText())
                                .as("state of %s", key)
                                .isEqualTo(state));
    }

    private static int cancel(Person person, String key) {
        return as(person)
                .send("POST", "/api/tickets/" + key + "/cancel", Map.of("why", "No longer needed"))
                .statusCode();
    }

    private static JsonNode ticket(Person person, String named) {
        return as(person).get("/api/tickets/" + named);
    }

    private static JsonNode portal(Person person, String named) {
        return as(person).get("/api/portal/requests/" + named);
    }

    private static int status(Person person, String method, String path) {
        return as(person)
                .send(method, path, method.equals("GET") ? null : Map.of("why", "x"))
                .statusCode();
    }

    private static String problem(Person person, String method, String path) {
        HttpResponse<String> answer = as(person).send(method, path, method.equals("GET") ? null : Map.of("why", "x"));
        return answer.statusCode() + " " + Http.json(answer).path("code").asText();
    }

    private static Http as(Person person) {
        return PRODUCT.as(person);
    }

    private static String inGerman(Person person, String path) {
        return as(person)
                .and("Accept-Language", "de-CH, en;q=0.5")
                .send("GET", path, null)
                .body();
    }

    private static int calls() {
        return PRODUCT.jira().server().traffic().all().size()
                + PRODUCT.okta().server().traffic().all().size();
    }

    private static void deny(Person person, List<String> permissions) {
        sandbox("PUT", "/sandbox/permissions", Map.of("account", person.accountId(), "denied", permissions));
    }

    private static void sandbox(String method, String path, Object body) {
        assertThat(Http.at(PRODUCT.jira().uri()).send(method, path, body).statusCode())
                .isBetween(200, 299);
    }
}
