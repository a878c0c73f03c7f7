package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.demo.Http;
import io.latchkey.demo.Setup;
import io.latchkey.grants.Grant;
import io.latchkey.grants.GrantsPlay;
import io.latchkey.grants.GrantsPlay.Somebody;
import io.latchkey.handover.Browser;
import io.latchkey.sandbox.forge.ForgePlatform;
import io.latchkey.sandbox.http.Exchange;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.Onboarding;
import io.latchkey.sandbox.jira.Person;
import io.latchkey.sandbox.jira.SiteFields;
import io.latchkey.tenant.Door;
import io.latchkey.testing.CountedTransactions;
import io.latchkey.testing.RunningProduct;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The story, through Forge: set up by its administrator's page, told by its events, with its tokens. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ForgeStoryIT {

    private static final RunningProduct PRODUCT = RunningProduct.setUp(Door.FORGE, Map.of());

    /** A node remembers a token for ten seconds. */
    private static final Duration UNTIL_ALL_NODES_KNOW = Duration.ofSeconds(11);

    private static final String COMMENTS = "/rest/api/3/issue/[0-9]+/comment";
    private static final JsonMapper JSON = new JsonMapper();

    @AfterEach
    void asBefore() {
        PRODUCT.forge().hold(false);
        PRODUCT.forge().upgrade();
        PRODUCT.jira().server().faults().clear();
    }

    @AfterAll
    static void close() {
        PRODUCT.close();
    }

    @Test
    void anApprovedRequestBecomesAnAccountACommentAndAClosedTicket() {
        Onboarding nora = RunningProduct.newcomer();
        PRODUCT.jira().server().traffic().clear();

        String key = PRODUCT.approved(nora);
        JsonNode story = PRODUCT.awaitRun(key, "done");

        assertThat(story.path("decisions").path(0).path("outcome").asText()).isEqualTo("admitted");
        assertThat(PRODUCT.okta().user(nora.workEmail())).isPresent();
        assertThat(PRODUCT.jira().status(key)).isEqualTo("Done");
        List<JsonNode> comments = PRODUCT.jira().comments(key);
        assertThat(comments).hasSize(1);
        assertThat(comments.get(0).path("author").path("accountId").asText())
                .isEqualTo(PRODUCT.forge().face().accountId());
        // Asking about others is Connect's.
        assertThat(PRODUCT.jira().server().traffic().all().stream().map(Exchange::path))
                .noneMatch(path -> path.endsWith("/permissions/check"));
    }

    /**
     * No more than through Connect; an event writes the token that it brings only where the kept one is ten minutes old. The first
     * one, before time passes and timers are due.
     */
    @Test
    @Order(1)
    void anOnboardingWithTwoGroupsCostsTenRemoteCallsAndNineWritingTransactions() {
        PRODUCT.awaitRun(PRODUCT.approved(RunningProduct.newcomer()), "done");
        String key = PRODUCT.jira().raise(RunningProduct.newcomer());
        PRODUCT.awaitQuiet();
        PRODUCT.forgetTraffic();
        PRODUCT.transactions().reset();

        PRODUCT.jira().approve(key, Cast.PAUL);
        // The administrator who waits for it would be asked about in their own name.
        RunningProduct.await().until(() -> PRODUCT.jira().status(key).equals("Done"));
        PRODUCT.awaitQuiet();

        assertThat(PRODUCT.remoteCalls())
                .extracting(call -> call.method() + " " + call.path())
                .hasSize(10);
        assertThat(PRODUCT.transactions().writing())
                .extracting(CountedTransactions.Transaction::statements)
                .hasSizeLessThanOrEqualTo(9);
    }

    /** Nothing tells a token but events and the schedule, and both are away. */
    @Test
    void withoutAValidTokenWorkWaitsSaysSoAndGoesOnWithTheNextSchedule() {
        PRODUCT.forge().hold(true);
        PRODUCT.forge().face().revokeSystemTokens();
        String key = PRODUCT.approved(RunningProduct.newcomer());

        // What comes beside the token of a rule is not believed.
        assertThat(PRODUCT.forge().act(Cast.PAUL, PRODUCT.jira().idOf(key))).isEqualTo(200);
        awaitWaiting(1);

        assertThat(PRODUCT.jira().comments(key)).isEmpty();
        assertThat(door().path("missingScopes")).isEmpty();
        ForgePlatform.Answer unseen = ticket(key);
        assertThat(unseen.status()).isEqualTo(503);
        assertThat(unseen.body()).contains("tenant.no-system-token", "goes on with the next one");
        goOn();
        PRODUCT.awaitRun(key, "done");
        assertThat(PRODUCT.jira().comments(key)).hasSize(1);
        assertThat(door().path("waitingForToken").asInt()).isZero();
    }

    /** Forge guarantees two hours; a token that came earlier is not even tried. */
    @Test
    void aTokenThatIsTooOldIsNotUsed() {
        PRODUCT.forge().hold(true);
        pass(Duration.ofHours(2));
        String key = PRODUCT.approved(RunningProduct.newcomer());
        PRODUCT.forge().server().traffic().clear();

        assertThat(PRODUCT.forge().act(Cast.PAUL, PRODUCT.jira().idOf(key))).isEqualTo(200);
        awaitWaiting(1);

        assertThat(PRODUCT.forge().server().traffic().all())
                .noneMatch(call -> call.path().startsWith("/ex/jira/"));
        goOn();
        PRODUCT.awaitRun(key, "done");
    }

    private static void awaitWaiting(int items) {
        RunningProduct.await()
                .untilAsserted(
                        () -> assertThat(door().path("waitingForToken").asInt()).isEqualTo(items));
    }

    /** What an administrator is told of what is between us and Jira. */
    private static JsonNode door() {
        return PRODUCT.administrator().get("/api/overview").path("door");
    }

    /** The hour is over, and so is the minute after which work that waits looks again. */
    private static void goOn() {
        assertThat(PRODUCT.forge().hour()).isEqualTo(200);
        pass(Duration.ofMinutes(2));
    }

    private static void pass(Duration time) {
        PRODUCT.sandbox().clock().advance(time);
        PRODUCT.clock().advance(time);
    }

    @Test
    void whatChangedAfterTheApprovalIsHeld() {
        PRODUCT.forge().hold(true);
        Onboarding nora = RunningProduct.newcomer();
        String key = PRODUCT.approved(nora);
        PRODUCT.jira().edit(key, Cast.GUS, SiteFields.FIRST_NAME, TextNode.valueOf("Dora"));
        PRODUCT.forge().hold(false);

        PRODUCT.awaitDecision(key, "held", "content.changed-after-approval");
        assertThat(PRODUCT.okta().user(nora.workEmail())).isEmpty();
    }

    /** In the portal, to the person whom the plan names, sealed for their page; the token names who asks. */
    @Test
    void aCredentialIsRevealedOnceToItsRecipient() throws Exception {
        String login = customer();
        String key = handedOver(login);
        // All that the portal tells its pages is the key.
        String request = "/api/portal/requests/" + key;
        String id = handover(request);
        Browser browser = Browser.open();
        String reveal = request + "/handovers/" + id + "/reveal";
        String body = "{\"publicKey\":\"" + browser.publicKey() + "\"}";

        assertThat(portal(Cast.GUS, "POST", reveal, body).status()).isEqualTo(403);
        ForgePlatform.Answer answer = portal(Cast.MIA, "POST", reveal, body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        String told = browser.read(JSON.readTree(answer.body()).path("sealed").asText(), "latchkey/handover/1/" + id);
        assertThat(told).contains(login, "/welcome/");
        assertThat(portal(Cast.MIA, "POST", reveal, body).status()).isEqualTo(410);
    }

    @Test
    void anAgentTakesACredentialBackBeforeItIsRevealed() throws Exception {
        String key = handedOver(customer());
        // All that the portal tells its pages is the key.
        String request = "/api/portal/requests/" + key;
        String id = handover(request);
        String withdraw = "/api/tickets/" + key + "/handovers/" + id + "/withdraw";

        assertThat(problem(Cast.MIA, withdraw)).isEqualTo("403 caller.not-agent");
        PRODUCT.as(Cast.GUS).post(withdraw, Map.of("why", "Wrong person"));

        String body = "{\"publicKey\":\"" + Browser.open().publicKey() + "\"}";
        assertThat(portal(Cast.MIA, "POST", request + "/handovers/" + id + "/reveal", body)
                        .status())
                .isEqualTo(410);
    }

    private static String customer() {
        return RunningProduct.newcomer().workEmail().replace("@example.com", "@customer.example");
    }

    private static String handedOver(String login) {
        ForgePlatform.Answer saved = PRODUCT.forge()
                .send(
                        "latchkey-admin",
                        Cast.ADA,
                        "/api/recipes",
                        Setup.exampleRecipe("onboard-customer-link"),
                        "application/yaml");
        assertThat(saved.status()).as(saved.body()).isEqualTo(201);
        Map<String, JsonNode> values =
                new LinkedHashMap<>(RunningProduct.newcomer().fieldValues());
        values.keySet().retainAll(List.of(SiteFields.FIRST_NAME, SiteFields.LAST_NAME));
        values.put(SiteFields.WORK_EMAIL, TextNode.valueOf(login));
        String key = PRODUCT.jira().raise("Onboard a customer user", values);
        PRODUCT.jira().approve(key, Cast.PAUL);
        PRODUCT.awaitRun(key, "done");
        return key;
    }

    private static String handover(String request) throws Exception {
        return JSON.readTree(portal(Cast.MIA, "GET", request, null).body())
                .path("handovers")
                .path(0)
                .path("id")
                .asText();
    }

    /** Whether somebody is an agent there is asked in their own name. */
    @Test
    void agentsReadAndActOnTheTicketAndNobodyElseDoes() {
        String key = parked();
        String other = parked();
        PRODUCT.forgetTraffic();

        JsonNode seen = PRODUCT.as(Cast.GUS).get("/api/tickets/" + key);

        assertThat(seen.path("state").asText()).isEqualTo("parked");
        assertThat(seen.path("may").path("retry").asBoolean()).isTrue();
        assertThat(PRODUCT.jira().server().traffic().all().stream().map(Exchange::path))
                .contains("/rest/api/3/mypermissions")
                .noneMatch(path -> path.endsWith("/permissions/check"));
        for (String path : List.of("", "/retry", "/cancel")) {
            String ticket = "/api/tickets/" + key + path;
            assertThat(problem(Cast.MIA, ticket)).isEqualTo("403 caller.not-agent");
            assertThat(problem(Cast.CORA, ticket)).isEqualTo("404 request.unknown");
        }
        PRODUCT.as(Cast.GUS).post("/api/tickets/" + key + "/retry", Map.of());
        PRODUCT.awaitRun(key, "done");
        PRODUCT.as(Cast.GUS).post("/api/tickets/" + other + "/cancel", Map.of("why", "No longer needed"));
        RunningProduct.await()
                .until(() -> PRODUCT.as(Cast.GUS)
                        .get("/api/tickets/" + other)
                        .path("state")
                        .asText()
                        .equals("stopped"));
        assertThat(List.of(PRODUCT.trailRows(other)).toString()).contains(Cast.GUS.accountId());
    }

    /** A request whose comment Jira refuses; the note of it is written. */
    private static String parked() {
        String key = PRODUCT.jira().raise(RunningProduct.newcomer());
        String comments = "/rest/api/3/issue/" + PRODUCT.jira().idOf(key) + "/comment";
        PRODUCT.jira().server().faults().order(Fault.answer("POST", comments, 1, 400, "{}"));
        PRODUCT.jira().approve(key, Cast.PAUL);
        PRODUCT.awaitRun(key, "parked");
        return key;
    }

    /** To act, Jira is asked anew each time, and what it does not tell is no. */
    @Test
    void whoIsNoAgentAnyMoreActsNoMore() {
        String key = PRODUCT.jira().raise(RunningProduct.newcomer());
        PRODUCT.as(Cast.GUS).get("/api/tickets/" + key);
        PRODUCT.jira().server().faults().order(Fault.answer("GET", "/rest/api/3/mypermissions", 1, 503, "{}"));
        assertThat(problem(Cast.GUS, "/api/tickets/" + key + "/retry")).startsWith("503 ");
        deny(Cast.GUS, List.of("SERVICEDESK_AGENT"));
        try {
            assertThat(problem(Cast.GUS, "/api/tickets/" + key + "/retry")).isEqualTo("403 caller.not-agent");
        } finally {
            deny(Cast.GUS, List.of());
            PRODUCT.clock().advance(Duration.ofSeconds(61));
            PRODUCT.sandbox().clock().advance(Duration.ofSeconds(61));
        }
    }

    private static void deny(Person person, List<String> permissions) {
        Http.at(PRODUCT.jira().uri())
                .put("/sandbox/permissions", Map.of("account", person.accountId(), "denied", permissions));
    }

    private static String problem(Person person, String path) {
        boolean reads = path.matches("/api/tickets/[^/]+");
        HttpResponse<String> answer =
                PRODUCT.as(person).send(reads ? "GET" : "POST", path, reads ? null : Map.of("why", "x"));
        return answer.statusCode() + " " + Http.json(answer).path("code").asText();
    }

    /** What the app may at the desk is tried as the app. */
    @Test
    void theCheckOfADeskFindsEverythingInOrder() {
        assertThat(PRODUCT.administrator().get("/api/service-desks").toString()).contains("\"1\"");
        assertThat(PRODUCT.administrator()
                        .post("/api/service-desks/1/check", Map.of())
                        .path("works")
                        .asBoolean())
                .isTrue();
    }

    private static ForgePlatform.Answer portal(Person person, String method, String path, @Nullable String body) {
        return PRODUCT.forge().invoke("latchkey-portal", person, method, path, body);
    }

    /** It does not wait for a token of Jira's. */
    @Test
    void accessForATimeEnds() {
        var play = new GrantsPlay(PRODUCT);
        Somebody nora = play.somebody();
        String group = play.group();
        String issue = play.issue();
        Grant grant = play.given(nora, group, 1, issue);
        assertThat(grant.state()).isEqualTo(Grant.State.ACTIVE);

        play.pass(Duration.ofDays(1).plusMinutes(1));

        play.awaitEnd(issue, Grant.State.ENDED, "grants.taken-back");
        assertThat(play.isMember(nora, group)).isFalse();
        goOn();
    }

    /** A new version is there before an administrator has approved what it asks for. */
    @Test
    void aPermissionThatWasNotGrantedIsNamedAndEverythingElseGoesOn() {
        PRODUCT.forge().withhold("write:jira-work");
        String key = PRODUCT.approved(RunningProduct.newcomer());

        JsonNode run = RunningProduct.newestRun(PRODUCT.awaitRun(key, "parked"));
        assertThat(run.path("reasonCode").asText()).isEqualTo("tenant.missing-scope");
        assertThat(run.path("reason").asText()).contains("write:jira-work", "Manage apps");

        PRODUCT.forge().grant("write:jira-work");
        PRODUCT.administrator().post("/api/requests/" + PRODUCT.jira().idOf(key) + "/retry", Map.of());
        PRODUCT.awaitRun(key, "done");
    }

    /** No request can be read, so that no run of theirs shows it. */
    @Test
    void aPermissionToReadThatWasNotGrantedIsToldToAdministratorsAndItsApprovalLetsAllGoOn() throws Exception {
        String before = PRODUCT.approved(RunningProduct.newcomer());
        PRODUCT.awaitRun(before, "done");
        PRODUCT.forge().withhold("read:servicedesk-request");
        String key = PRODUCT.approved(RunningProduct.newcomer());

        RunningProduct.await()
                .untilAsserted(() -> assertThat(PRODUCT.administrator()
                                .get("/api/overview")
                                .path("unread")
                                .path(0)
                                .path("reasonCode")
                                .asText())
                        .isEqualTo("tenant.missing-scope"));
        JsonNode told = PRODUCT.administrator().get("/api/overview");
        assertThat(told.path("door").path("missingScopes").toString()).isEqualTo("[\"read:servicedesk-request\"]");
        assertThat(told.path("door").path("missingSince").asText()).isNotEmpty();
        assertThat(told.path("unread").path(0).path("count").asInt()).isEqualTo(1);
        assertThat(told.path("unread").path(0).path("reason").asText())
                .contains("read:servicedesk-request", "Manage apps");
        assertThat(told.path("door").path("waitingForToken").asInt()).isZero();
        // What does not need it goes on: who may see a request is asked, and what was done is told.
        ForgePlatform.Answer done = ticket(before);
        assertThat(done.status()).as(done.body()).isEqualTo(200);
        assertThat(JSON.readTree(done.body()).path("state").asText()).isEqualTo("done");
        assertThat(JSON.readTree(ticket(key).body())
                        .path("planProblem")
                        .path("code")
                        .asText())
                .isEqualTo("tenant.missing-scope");

        assertThat(PRODUCT.forge().upgrade()).isEqualTo(200);
        pass(UNTIL_ALL_NODES_KNOW);

        PRODUCT.awaitRun(key, "done");
        JsonNode after = PRODUCT.administrator().get("/api/overview");
        assertThat(after.path("door").path("missingScopes")).isEmpty();
        assertThat(after.path("unread")).isEmpty();
    }

    private static ForgePlatform.Answer ticket(String key) {
        return PRODUCT.forge()
                .invoke(
                        "latchkey-panel",
                        Cast.GUS,
                        "GET",
                        "/api/tickets/" + PRODUCT.jira().idOf(key),
                        null);
    }

    /** Forge was not heard when it told of the approval; a run that stopped halfway goes on with the next call that works. */
    @Test
    void whatStoppedForAPermissionGoesOnWhenACallShowsThatItIsThere() {
        PRODUCT.forge().withhold("write:jira-work");
        String stopped = PRODUCT.approved(RunningProduct.newcomer());
        PRODUCT.awaitRun(stopped, "parked");
        assertThat(door().path("missingScopes").toString()).isEqualTo("[\"write:jira-work\"]");

        PRODUCT.forge().grant("write:jira-work");
        pass(Duration.ofMinutes(61));
        goOn();
        PRODUCT.awaitRun(PRODUCT.approved(RunningProduct.newcomer()), "done");
        pass(UNTIL_ALL_NODES_KNOW);

        PRODUCT.awaitRun(stopped, "done");
        // The internal note that it was parked could not be written before, either.
        assertThat(PRODUCT.jira().comments(stopped))
                .filteredOn(comment -> comment.path("jsdPublic").asBoolean())
                .hasSize(1);
        assertThat(door().path("missingScopes")).isEmpty();
    }

    /** A rule of Jira Automation, and a transition with our post function. */
    @Test
    void aRuleAndATransitionAreHintsThatAreAnsweredInTime() {
        PRODUCT.forge().hold(true);
        String first = PRODUCT.approved(RunningProduct.newcomer());
        String second = PRODUCT.approved(RunningProduct.newcomer());

        assertThat(PRODUCT.forge().act(Cast.PAUL, first)).isEqualTo(200);
        assertThat(PRODUCT.forge().transitioned(Cast.PAUL, PRODUCT.jira().idOf(second), second))
                .isEqualTo(200);
        PRODUCT.awaitRun(first, "done");
        PRODUCT.awaitRun(second, "done");

        String third = PRODUCT.jira().raise(RunningProduct.newcomer());
        PRODUCT.jira()
                .server()
                .faults()
                .order(Fault.delay("GET", "/rest/api/3/issue/" + third, 1, Duration.ofSeconds(7)));
        long before = System.nanoTime();
        assertThat(PRODUCT.forge().act(Cast.PAUL, third)).isEqualTo(503);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }

    /** Forge sends an event again a minute later when nobody took it. */
    @Test
    void whatForgeToldWhileNobodyListenedIsToldAgain() {
        PRODUCT.stop();
        String key = PRODUCT.approved(RunningProduct.newcomer());
        RunningProduct.await().until(() -> !PRODUCT.forge().isTrying());

        PRODUCT.start();
        pass(Duration.ofSeconds(61));

        PRODUCT.awaitRun(key, "done");
        assertThat(PRODUCT.jira().comments(key)).hasSize(1);
    }

    /** With a version that an administrator had to approve comes a token with the scopes that they approved. */
    @Test
    void anUpgradeBringsANewToken() {
        PRODUCT.forge().hold(true);
        PRODUCT.forge().face().revokeSystemTokens();
        String key = PRODUCT.approved(RunningProduct.newcomer());
        assertThat(PRODUCT.forge().act(Cast.PAUL, PRODUCT.jira().idOf(key))).isEqualTo(200);
        awaitWaiting(1);

        assertThat(PRODUCT.forge().upgrade()).isEqualTo(200);
        pass(Duration.ofMinutes(2));

        PRODUCT.awaitRun(key, "done");
    }

    @Test
    void peopleAreLetInAsJiraSaysInTheirOwnName() {
        assertThat(PRODUCT.forge()
                        .invoke("latchkey-admin", Cast.ADA, "GET", "/api/installation", null)
                        .status())
                .isEqualTo(200);
        var refused = PRODUCT.forge().invoke("latchkey-admin", Cast.PAUL, "GET", "/api/installation", null);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("caller.not-administrator");
    }

    /** The last one: nothing of the tenant is lost, and nobody but an administrator of the very site takes it up again. */
    @Test
    @Order(Integer.MAX_VALUE)
    void whatIsRemovedStopsAndGoesOnWhenAnAdministratorSaysThatItIsTheSameSite() throws Exception {
        String tenant =
                PRODUCT.administrator().get("/api/installation").path("tenant").asText();
        PRODUCT.jira().server().faults().order(Fault.answer("POST", COMMENTS, 1_000, 503, "{}"));
        Onboarding iris = RunningProduct.newcomer();
        String running = PRODUCT.approved(iris);
        RunningProduct.await().until(() -> PRODUCT.okta().user(iris.workEmail()).isPresent());
        PRODUCT.forge().hold(true);
        PRODUCT.forge().face().revokeSystemTokens();
        Onboarding nora = RunningProduct.newcomer();
        String waiting = PRODUCT.approved(nora);
        PRODUCT.forge().act(Cast.PAUL, PRODUCT.jira().idOf(waiting));

        assertThat(PRODUCT.forge().uninstall()).isEqualTo(200);
        PRODUCT.setup().install();
        pass(Duration.ofMinutes(2));

        RunningProduct.await()
                .until(() -> PRODUCT.countOf(
                                tenant, "select count(*) from work_item where reason_code = 'tenant.not-installed'")
                        > 0);
        assertThat(admin("GET", "/api/overview", null).body()).contains("tenant.installation-held");
        assertThat(PRODUCT.forge()
                        .invoke("latchkey-admin", Cast.PAUL, "POST", "/api/arrival", "{}")
                        .status())
                .isEqualTo(403);
        assertThat(JSON.readTree(admin("GET", "/api/arrival", null).body())
                        .path("codeNeeded")
                        .asBoolean())
                .isFalse();
        assertThat(PRODUCT.okta().user(nora.workEmail())).isEmpty();
        assertThat(PRODUCT.jira().comments(running)).isEmpty();
        PRODUCT.jira().server().faults().clear();

        assertThat(admin("POST", "/api/arrival", "{}").status()).isEqualTo(200);
        goOn();

        assertThat(PRODUCT.forge().act(Cast.PAUL, PRODUCT.jira().idOf(waiting))).isEqualTo(200);
        PRODUCT.awaitRun(waiting, "done");
        assertThat(PRODUCT.okta().user(nora.workEmail())).isPresent();
        PRODUCT.administrator().post("/api/requests/" + PRODUCT.jira().idOf(running) + "/retry", Map.of());
        PRODUCT.awaitRun(running, "done");
        assertThat(PRODUCT.jira().comments(running)).hasSize(1);
        assertThat(PRODUCT.administrator().get("/api/recipes").toString()).contains("onboard");
    }

    private static ForgePlatform.Answer admin(String method, String path, @Nullable String body) {
        return PRODUCT.forge().invoke("latchkey-admin", Cast.ADA, method, path, body);
    }
}
