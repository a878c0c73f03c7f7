package io.latchkey.handover;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.demo.Http;
import io.latchkey.demo.Setup;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.Onboarding;
import io.latchkey.sandbox.jira.Person;
import io.latchkey.sandbox.jira.SiteFields;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.UsuallyThroughConnect;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A credential is handed over once, to the person whom the approved plan names: from the request to the first sign-in. */
@UsuallyThroughConnect
class HandoverIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String LIFECYCLE = "/api/v1/users/[^/]+/lifecycle/";
    private static final String COMMENTS = "/rest/api/3/issue/[0-9]+/comment";
    private static final String CUSTOMER = "Onboard a customer user";
    private static final String MY_PASSWORD = "Reset my password";

    /** Tokens are signed by the machine's clock, which stays behind. */
    private static final RunningProduct PRODUCT =
            RunningProduct.setUp(Map.of("latchkey.work.confirmed-for", "1ms", "latchkey.connect.leeway", "1h"));

    private static final AtomicReference<TenantId> TENANT = new AtomicReference<>();
    private static final AtomicReference<String> MIA_IN_OKTA = new AtomicReference<>("");

    @BeforeAll
    static void setUp() {
        PRODUCT.administrator().postYaml("/api/recipes", Setup.exampleRecipe("onboard-customer-link"));
        PRODUCT.administrator().postYaml("/api/recipes", Setup.exampleRecipe("reset-my-password-reveal"));
        MIA_IN_OKTA.set(PRODUCT.oktaAccountOf(Cast.MIA));
        PRODUCT.setup().enter(Cast.MIA.accountId(), java.util.Objects.requireNonNull(MIA_IN_OKTA.get()));
        TENANT.set(TenantId.of(
                PRODUCT.administrator().get("/api/installation").path("tenant").asText()));
        PRODUCT.awaitQuiet();
    }

    @AfterAll
    static void close() {
        PRODUCT.close();
    }

    @AfterEach
    void letEverythingWork() {
        PRODUCT.jira().server().faults().clear();
        PRODUCT.okta().server().faults().clear();
    }

    /** A request that is done, and what it hands over. */
    private record Done(String key, String issueId, String login, UUID id) {

        String path() {
            return "/api/portal/requests/" + key + "/handovers/" + id;
        }
    }

    private static String raisedForACustomer(String login) {
        Onboarding nora = RunningProduct.newcomer();
        Map<String, JsonNode> values = new LinkedHashMap<>(nora.fieldValues());
        values.keySet().retainAll(List.of(SiteFields.FIRST_NAME, SiteFields.LAST_NAME));
        values.put(SiteFields.WORK_EMAIL, TextNode.valueOf(login));
        return PRODUCT.jira().raise(CUSTOMER, values);
    }

    private static String customer() {
        return RunningProduct.newcomer().workEmail().replace("@example.com", "@customer.example");
    }

    private static Done onboarded() {
        String login = customer();
        return done(raisedForACustomer(login), login);
    }

    private static Done reset() {
        PRODUCT.okta().setStatus(Cast.MIA.email(), "ACTIVE");
        return done(PRODUCT.jira().raise(MY_PASSWORD, Map.of()), Cast.MIA.email());
    }

    /** What others did to the account shortly before counts, since clocks differ. */
    private static Done resetLater() {
        PRODUCT.pass(Duration.ofSeconds(31));
        return reset();
    }

    private static Done done(String key, String login) {
        PRODUCT.jira().approve(key, Cast.PAUL);
        PRODUCT.awaitRun(key, "done");
        return handedOver(key, login);
    }

    private static Done handedOver(String key, String login) {
        String issueId = PRODUCT.jira().idOf(key);
        return new Done(key, issueId, login, handovers(issueId).get(0).id());
    }

    private static List<Handover> handovers(String issueId) {
        return bean(TenantTransactions.class)
                .read(tenant(), () -> bean(Handovers.class).ofIssue(tenant(), issueId));
    }

    private static Handover handover(Done done) {
        return handovers(done.issueId()).get(0);
    }

    private static <T> T bean(Class<T> type) {
        return PRODUCT.context().getBean(type);
    }

    private static TenantId tenant() {
        return requireNonNull(TENANT.get());
    }

    private static Http as(Person person) {
        return PRODUCT.as(person);
    }

    private static HttpResponse<String> reveal(Done done, Person person, Browser browser) {
        return as(person).send("POST", done.path() + "/reveal", Map.of("publicKey", browser.publicKey()));
    }

    /** What the recipient reads. */
    private static JsonNode revealed(Done done, Person person) {
        Browser browser = Browser.open();
        return read(done, browser, reveal(done, person, browser));
    }

    private static JsonNode read(Done done, Browser browser, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        try {
            return JSON.readTree(
                    browser.read(Http.json(answer).path("sealed").asText(), "latchkey/handover/1/" + done.id()));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(Http.json(answer).path("code").asText()).isEqualTo(code);
    }

    private static HttpResponse<String> reissue(Done done, Person person) {
        return as(person).send("POST", done.path() + "/reissue", Map.of());
    }

    private static void reissued(Done done) {
        HttpResponse<String> answer = reissue(done, Cast.MIA);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        RunningProduct.await().until(() -> handover(done).state() == Handover.State.READY);
        PRODUCT.awaitQuiet();
    }

    private static HttpResponse<String> opened(String link) {
        String token = link.substring(link.lastIndexOf('/') + 1);
        return Http.at(PRODUCT.okta().uri()).send("POST", "/api/v1/authn", Map.of("token", token));
    }

    /** Opens the link and chooses a password. */
    private static void activate(String link) {
        HttpResponse<String> answer = opened(link);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String state = Http.json(answer).path("stateToken").asText();
        assertThat(Http.at(PRODUCT.okta().uri())
                        .post(
                                "/api/v1/authn/credentials/reset_password",
                                Map.of("stateToken", state, "newPassword", "Chosen-By-Me-2026"))
                        .path("status")
                        .asText())
                .isEqualTo("SUCCESS");
    }

    private static HttpResponse<String> signIn(String login, String password) {
        return Http.at(PRODUCT.okta().uri())
                .send("POST", "/api/v1/authn", Map.of("username", login, "password", password));
    }

    /** Signs in with the temporary password and chooses another one. */
    private static void change(String login, String password) {
        String state = Http.json(signIn(login, password)).path("stateToken").asText();
        Http.at(PRODUCT.okta().uri())
                .post(
                        "/api/v1/authn/credentials/change_password",
                        Map.of("stateToken", state, "oldPassword", password, "newPassword", "Chosen-By-Me-2026"));
    }

    private static String status(String login) {
        return PRODUCT.okta().user(login).orElseThrow().path("status").asText();
    }

    private static String comments(String key) {
        return PRODUCT.jira().comments(key).toString();
    }

    private static long kept(Done done) {
        return PRODUCT.count("select count(*) from handover_credential where id = ?", done.id());
    }

    /** Waits for that while it is so much later; no token is valid then, so that nobody is asked who needs one. */
    private static void later(Duration time, Callable<Boolean> until) {
        pass(time);
        try {
            RunningProduct.await().until(until);
        } finally {
            pass(time.negated());
        }
    }

    private static void pass(Duration time) {
        PRODUCT.awaitQuiet();
        RunningProduct.await().until(() -> PRODUCT.count("select count(*) from scheduled_tasks where picked") == 0);
        PRODUCT.pass(time);
        // A timer that was run in the future would not be due for long.
        bean(JdbcClient.class)
                .sql("update scheduled_tasks set execution_time = ? where task_name = ? and not picked")
                .params(PRODUCT.clock().instant().atOffset(ZoneOffset.UTC), HandoverTimer.NAME)
                .update();
    }

    @Test
    void anActivationLinkIsShownOnceAndOpensTheAccount() {
        int mails = PRODUCT.okta().mails().size();
        Done done = onboarded();
        assertThat(status(done.login())).isEqualTo("PROVISIONED");
        assertThat(comments(done.key()))
                .contains("The account " + done.login() + " is ready.", "Show it once", "one person only")
                .doesNotContain("/welcome/");
        assertThat(handover(done))
                .returns(Handover.State.READY, Handover::state)
                .returns(Handover.Kind.ACTIVATION_LINK, Handover::kind)
                .returns(Cast.MIA.accountId(), seen -> seen.recipient().orElseThrow())
                .returns(false, Handover::mayAskAgain);

        Browser browser = Browser.open();
        HttpResponse<String> answer = reveal(done, Cast.MIA, browser);

        assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        JsonNode told = read(done, browser, answer);
        assertThat(told.path("kind").asText()).isEqualTo("activationLink");
        assertThat(told.path("login").asText()).isEqualTo(done.login());
        activate(told.path("secret").asText());
        assertThat(status(done.login())).isEqualTo("ACTIVE");
        assertThat(PRODUCT.okta().mails()).hasSize(mails);
        assertThat(handover(done).state()).isEqualTo(Handover.State.REVEALED);
        assertThat(kept(done)).isZero();
        assertThat(PRODUCT.trail(done.key())).contains("handover.revealed");
        assertThat(List.of(PRODUCT.trailRows(done.key())).toString()).doesNotContain("/welcome/");
        assertRefused(reveal(done, Cast.MIA, Browser.open()), 410, "handover.revealed");
    }

    @Test
    void ofSixtyFourWhoTryAtOnceOneGetsIt() throws Exception {
        Done done = onboarded();
        List<Browser> browsers =
                IntStream.range(0, 64).mapToObj(n -> Browser.open()).toList();
        Http mia = as(Cast.MIA);
        List<Callable<HttpResponse<String>>> calls = browsers.stream()
                .<Callable<HttpResponse<String>>>map(browser ->
                        () -> mia.send("POST", done.path() + "/reveal", Map.of("publicKey", browser.publicKey())))
                .toList();

        List<HttpResponse<String>> answers = atOnce(calls);

        assertThat(answers.stream()
                        .map(HttpResponse::statusCode)
                        .collect(Collectors.groupingBy(status -> status, Collectors.counting())))
                .isEqualTo(Map.of(200, 1L, 410, 63L));
        int won = IntStream.range(0, 64)
                .filter(n -> answers.get(n).statusCode() == 200)
                .findFirst()
                .orElseThrow();
        assertThat(read(done, browsers.get(won), answers.get(won))
                        .path("secret")
                        .asText())
                .contains("/welcome/");
        assertThat(PRODUCT.trail(done.key()).stream().filter("handover.revealed"::equals))
                .hasSize(1);
    }

    private static List<HttpResponse<String>> atOnce(List<Callable<HttpResponse<String>>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            List<HttpResponse<String>> answers = new ArrayList<>();
            for (Future<HttpResponse<String>> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void nobodyElseGetsItAndLookingNeverTakesIt() {
        Done done = onboarded();
        Http mia = as(Cast.MIA);

        for (Person other : List.of(Cast.PAUL, Cast.ADA, Cast.GUS, Cast.OLGA)) {
            assertRefused(reveal(done, other, Browser.open()), 403, "handover.not-yours");
            assertRefused(reissue(done, other), 403, "handover.not-yours");
        }
        for (String looking : List.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE")) {
            assertThat(mia.send(looking, done.path() + "/reveal", null).statusCode())
                    .as(looking)
                    .isBetween(400, 499);
        }
        for (Object body : List.of(
                Map.of(),
                Map.of("publicKey", "AAAA"),
                Map.of("publicKey", "BA" + "A".repeat(85)),
                Map.of("publicKey", Browser.open().publicKey().replace('-', '!') + "!"))) {
            assertThat(mia.send("POST", done.path() + "/reveal", body).statusCode())
                    .isEqualTo(400);
        }
        assertThat(mia.send("POST", done.path() + "/reveal", null).statusCode()).isBetween(400, 499);
        String another = raisedForACustomer(customer());
        var elsewhere = new Done(another, PRODUCT.jira().idOf(another), done.login(), done.id());
        assertRefused(reveal(elsewhere, Cast.MIA, Browser.open()), 404, "handover.unknown");
        var unknown = new Done(done.key(), done.issueId(), done.login(), UUID.randomUUID());
        assertRefused(reveal(unknown, Cast.MIA, Browser.open()), 404, "handover.unknown");
        assertRefused(reissue(unknown, Cast.MIA), 404, "handover.unknown");

        assertThat(revealed(done, Cast.MIA).path("secret").asText()).contains("/welcome/");
        assertRefused(reveal(done, Cast.PAUL, Browser.open()), 403, "handover.not-yours");
    }

    @Test
    void whoBecomesTheReporterAfterwardsGetsNothing() {
        Done done = onboarded();

        PRODUCT.jira()
                .edit(
                        done.key(),
                        Cast.GUS,
                        "reporter",
                        JSON.createObjectNode().put("accountId", Cast.OLGA.accountId()));
        PRODUCT.awaitQuiet();

        assertRefused(reveal(done, Cast.OLGA, Browser.open()), 403, "handover.not-yours");
        assertThat(revealed(done, Cast.MIA).path("login").asText()).isEqualTo(done.login());
    }

    /** A reporter who is exchanged while the approval is asked for is a change of what is approved. */
    @Test
    void whoBecomesTheReporterWhileItIsApprovedGetsNothingEither() {
        String key = raisedForACustomer(customer());
        PRODUCT.awaitQuiet();
        PRODUCT.jira().edit(key, Cast.GUS, "reporter", JSON.createObjectNode().put("accountId", Cast.OLGA.accountId()));

        PRODUCT.jira().approve(key, Cast.PAUL);

        PRODUCT.awaitDecision(key, "held", "content.changed-after-approval");
        assertThat(handovers(PRODUCT.jira().idOf(key))).isEmpty();
    }

    @Test
    void whatIsNotTakenInTimeIsErasedAndCanBeAskedForAgain() {
        Done done = onboarded();

        later(Duration.ofHours(73), () -> kept(done) == 0);

        assertRefused(reveal(done, Cast.MIA, Browser.open()), 410, "handover.expired");
        assertThat(PRODUCT.trail(done.key())).contains("handover.expired");
        assertThat(handover(done).mayAskAgain()).isTrue();

        reissued(done);

        activate(revealed(done, Cast.MIA).path("secret").asText());
    }

    /** The timer may come late. */
    @Test
    void whatIsOverIsNotShownEvenBeforeItIsErased() {
        Done done = onboarded();
        TenantId tenant = tenant();
        bean(TenantTransactions.class)
                .writeOnly(
                        tenant,
                        () -> bean(JdbcClient.class)
                                .sql("update handover set expires_at = now() - interval '1 second' where id = ?")
                                .param(done.id())
                                .update());

        assertRefused(reveal(done, Cast.MIA, Browser.open()), 410, "handover.expired");

        assertThat(kept(done)).isZero();
    }

    @Test
    void aLostAnswerIsMadeUpForOnceAndTheLinkBeforeIsVoid() throws Exception {
        Done done = onboarded();
        assertRefused(reissue(done, Cast.MIA), 409, "handover.ready");
        String first = revealed(done, Cast.MIA).path("secret").asText();
        PRODUCT.forgetTraffic();
        Http mia = as(Cast.MIA);

        List<HttpResponse<String>> answers = atOnce(IntStream.range(0, 8)
                .<Callable<HttpResponse<String>>>mapToObj(
                        n -> () -> mia.send("POST", done.path() + "/reissue", Map.of()))
                .toList());

        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer.statusCode()).as(answer.body()).isIn(202, 409, 429));
        RunningProduct.await().until(() -> handover(done).state() == Handover.State.READY);
        PRODUCT.awaitQuiet();
        assertThat(PRODUCT.remoteCalls("POST", LIFECYCLE + "reactivate")).hasSize(1);
        assertThat(PRODUCT.trail(done.key()).stream().filter("handover.renewed"::equals))
                .hasSize(1);
        assertThat(opened(first).statusCode()).isEqualTo(401);
        activate(revealed(done, Cast.MIA).path("secret").asText());
        assertRefused(reissue(done, Cast.MIA), 409, "handover.used");
    }

    @Test
    void itIsMadeAnewThreeTimesAtMost() {
        Done done = onboarded();
        for (int n = 0; n < HandoverRow.MOST_RENEWALS; n++) {
            revealed(done, Cast.MIA);
            reissued(done);
        }
        revealed(done, Cast.MIA);

        assertRefused(reissue(done, Cast.MIA), 409, "handover.too-often");
        assertThat(handover(done).mayAskAgain()).isFalse();
    }

    /** One may have been made all the same, and its answer be lost. */
    @Test
    void itMayGoWrongTenTimesAtMost() {
        Done done = onboarded();
        revealed(done, Cast.MIA);
        change("update handover set failures = 9 where id = ?", done.id());
        change("update handover set renewing_run = gen_random_uuid(), renewals = 1 where id = ?", done.id());
        later(Duration.ofMinutes(2), () -> renewing(done) == 0);

        assertThat(PRODUCT.count("select renewals from handover where id = ?", done.id()))
                .isZero();
        assertThat(handover(done).mayAskAgain()).isFalse();
        assertRefused(reissue(done, Cast.MIA), 409, "handover.too-often");
    }

    @Test
    void nothingIsMadeAnewOnAGuess() {
        Done done = onboarded();
        revealed(done, Cast.MIA);
        PRODUCT.okta().server().faults().order(Fault.answer("GET", "/api/v1/logs", 3, 503, "{}"));

        assertRefused(reissue(done, Cast.MIA), 503, "handover.okta-unknown");

        PRODUCT.okta().server().faults().clear();
        assertRefused(reissue(done, Cast.MIA), 429, "handover.asked-just-now");
        aMinuteLater(done);
        // An administrator of Okta has given the person another link meanwhile.
        String id = PRODUCT.okta().user(done.login()).orElseThrow().path("id").asText();
        PRODUCT.oktaAdministrator().post("/api/v1/users/" + id + "/lifecycle/reactivate?sendEmail=true", Map.of());
        assertRefused(reissue(done, Cast.MIA), 409, "handover.used");
    }

    @Test
    void aTemporaryPasswordIsShownOnceAndHasToBeChanged() {
        Done done = reset();
        assertThat(handover(done).kind()).isEqualTo(Handover.Kind.PASSWORD);
        assertThat(PRODUCT.count(
                        "select count(*) from handover h join step_outcome o on o.work_id = h.run_id and o.ordinal = 0"
                                + " where h.id = ? and h.made_at < o.recorded_at",
                        done.id()))
                .as("made when it was set, not when it was offered")
                .isEqualTo(1);

        String password = revealed(done, Cast.MIA).path("secret").asText();

        assertThat(comments(done.key())).contains("Show it once").doesNotContain(password);
        reissued(done);
        assertThat(PRODUCT.okta().hasPassword(Cast.MIA.email(), password)).isFalse();
        String second = revealed(done, Cast.MIA).path("secret").asText();
        assertThat(Http.json(signIn(Cast.MIA.email(), second)).path("status").asText())
                .isEqualTo("PASSWORD_EXPIRED");
        change(Cast.MIA.email(), second);
        assertRefused(reissue(done, Cast.MIA), 409, "handover.used");
    }

    /** What comes between making it and offering it may wait for days. */
    @Test
    void aPasswordCanBeTakenForAsLongAsWasPromisedFromWhenItIsOffered() {
        PRODUCT.okta().setStatus(Cast.MIA.email(), "ACTIVE");
        String key = PRODUCT.jira().raise(MY_PASSWORD, Map.of());
        PRODUCT.awaitQuiet();
        PRODUCT.forgetTraffic();
        PRODUCT.okta()
                .server()
                .faults()
                .order(Fault.delay("POST", LIFECYCLE + "expire_password", 1, Duration.ofSeconds(3)));
        PRODUCT.jira().approve(key, Cast.PAUL);
        RunningProduct.await()
                .until(() -> !PRODUCT.remoteCalls("POST", SET_PASSWORD).isEmpty());

        PRODUCT.pass(Duration.ofMinutes(2));

        PRODUCT.awaitRun(key, "done");
        Done done = handedOver(key, Cast.MIA.email());
        assertThat(PRODUCT.count(
                        "select count(*) from handover where id = ?"
                                + " and offered_at > made_at + interval '1 minute'"
                                + " and expires_at > offered_at + (valid_seconds - 30) * interval '1 second'",
                        done.id()))
                .isEqualTo(1);
    }

    /** Who was handed an account before must not take it back from whoever it was given to since. */
    @Test
    void aNewerCredentialForTheAccountTakesThePlaceOfEveryOneBefore() {
        Done before = reset();
        Done taken = reset();
        revealed(taken, Cast.MIA);

        Done newest = reset();

        assertThat(handover(before).state()).isEqualTo(Handover.State.WITHDRAWN);
        assertThat(kept(before)).isZero();
        assertThat(List.of(PRODUCT.trailRows(before.key())))
                .filteredOn(row -> row.path("kind").asText().equals("handover.withdrawn"))
                .singleElement()
                .satisfies(row -> assertThat(row.path("facts").path("by").asText())
                        .isEqualTo(taken.id().toString()));
        assertThat(PRODUCT.trail(taken.key())).as("it was taken before").doesNotContain("handover.withdrawn");
        assertRefused(reveal(before, Cast.MIA, Browser.open()), 410, "handover.withdrawn");
        assertRefused(reissue(taken, Cast.MIA), 410, "handover.withdrawn");
        String password = revealed(newest, Cast.MIA).path("secret").asText();
        assertThat(PRODUCT.okta().hasPassword(Cast.MIA.email(), password)).isTrue();
    }

    /** Another request of ours has reset the account, and hands nothing over, or has not come to it yet. */
    @Test
    void whatAnotherRequestOfOursHasDoneIsNotOurOwn() {
        Done before = reset();
        revealed(before, Cast.MIA);
        Done other = reset();
        change("delete from handover_credential where id = ?", other.id());
        change("delete from handover where id = ?", other.id());
        change("update handover set withdrawn_at = null, state = 'revealed' where id = ?", before.id());

        assertRefused(reissue(before, Cast.MIA), 409, "handover.used");
    }

    private static void change(String sql, UUID id) {
        bean(TenantTransactions.class)
                .writeOnly(
                        tenant(),
                        () -> bean(JdbcClient.class).sql(sql).param(id).update());
    }

    private static final String SET_PASSWORD = "/api/v1/users/[^/]+";

    /** The run may have to wait for hours: then the person who signs in meanwhile keeps the account. */
    @Test
    void whoUsesTheAccountWhileAnotherCredentialIsBeingMadeKeepsIt() {
        // An account of their own: what is done to it just before another test's is too near to be told apart.
        String login = "una.used@example.com";
        String account = PRODUCT.okta().createPerson("Una", "Used", login, "Kn0wn-Before-Us", List.of());
        PRODUCT.setup().enter(Cast.MIA.accountId(), account);
        Done done = done(PRODUCT.jira().raise(MY_PASSWORD, Map.of()), login);
        PRODUCT.setup().enter(Cast.MIA.accountId(), java.util.Objects.requireNonNull(MIA_IN_OKTA.get()));
        String password = revealed(done, Cast.MIA).path("secret").asText();
        hangs(done);

        change(login, password);
        PRODUCT.okta().server().faults().clear();

        RunningProduct.await().until(() -> renewing(done) == 0);
        PRODUCT.awaitQuiet();
        assertThat(PRODUCT.okta().hasPassword(login, "Chosen-By-Me-2026")).isTrue();
        assertThat(handover(done).state()).isEqualTo(Handover.State.RENEWAL_FAILED);
        assertThat(PRODUCT.count("select renewals from handover where id = ?", done.id()))
                .isZero();
        aMinuteLater(done);
        assertRefused(reissue(done, Cast.MIA), 409, "handover.used");
    }

    private static void aMinuteLater(Done done) {
        change("update handover set asked_at = asked_at - interval '1 minute' where id = ?", done.id());
    }

    /** While the app was removed from the site, its run was parked, and nobody heard of it. */
    @Test
    void aRunThatWasLostIsNotWaitedForForEver() {
        Done done = onboarded();
        revealed(done, Cast.MIA);
        change("update handover set renewing_run = gen_random_uuid() where id = ?", done.id());
        assertThat(handover(done).mayAskAgain()).isFalse();

        later(Duration.ofMinutes(2), () -> renewing(done) == 0);

        assertThat(handover(done).mayAskAgain()).isTrue();
        reissued(done);
    }

    /** However many go on by themselves. */
    @Test
    void aRunThatWasLostIsFoundBehindAllThatAreNot() {
        Done lost = onboarded();
        revealed(lost, Cast.MIA);
        Done live = resetLater();
        revealed(live, Cast.MIA);
        hangs(live);
        change("""
                insert into work_item
                select (jsonb_populate_record(run, jsonb_build_object('id', ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0')),
                                                                      'due_at', now() + interval '1 day'))).*
                from work_item run, generate_series(1, 100) n where run.id = ?
                """, renewalOf(live));
        change("""
                insert into handover
                select (jsonb_populate_record(one, jsonb_build_object(
                            'id', gen_random_uuid(), 'issue_id', '1', 'okta_user_id', 'nobody',
                            'renewing_run', ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))))).*
                from handover one, generate_series(1, 100) n where one.id = ?
                """, live.id());
        change("update handover set renewing_run = gen_random_uuid() where id = ?", lost.id());

        bean(LostRuns.class).free(tenant());

        assertThat(renewing(lost)).isZero();
        assertThat(renewing(live)).isEqualTo(1);
        change("delete from handover where issue_id = '1' and id <> ?", live.id());
        change("delete from work_item where id::text like '00000000-%' and id <> ?", live.id());
    }

    @Test
    void othersOnTheRequestLearnNothingOfIt() {
        Done done = onboarded();
        String path = "/api/portal/requests/" + done.key();

        assertThat(as(Cast.PAUL).get(path).path("handovers")).isEmpty();
        assertThat(as(Cast.MIA).get(path).path("handovers")).hasSize(1);
    }

    @Test
    void whatIsTakenBackWhileAnotherCredentialIsBeingMadeIsNotMade() {
        Done done = resetLater();
        String password = revealed(done, Cast.MIA).path("secret").asText();
        UUID run = runOf(done);
        hangs(done);

        bean(TenantTransactions.class)
                .writeOnly(
                        tenant(),
                        () -> bean(Handovers.class).withdraw(tenant(), done.issueId(), run, "request.closed"));
        PRODUCT.okta().server().faults().clear();

        PRODUCT.awaitQuiet();
        assertThat(PRODUCT.okta().hasPassword(Cast.MIA.email(), password)).isTrue();
    }

    /** Another credential is asked for, and Okta does not take it. */
    private static void hangs(Done done) {
        PRODUCT.forgetTraffic();
        PRODUCT.okta().server().faults().order(Fault.answer("POST", SET_PASSWORD, 1_000, 503, "{}"));
        assertThat(reissue(done, Cast.MIA).statusCode()).isEqualTo(202);
        assertThat(handover(done))
                .returns(Handover.State.RENEWING, Handover::state)
                .returns(false, Handover::mayAskAgain);
        RunningProduct.await()
                .until(() -> !PRODUCT.remoteCalls("POST", SET_PASSWORD).isEmpty());
    }

    /** The run asks whether it is still wanted, and another request begins before it calls. */
    @Test
    void whoIsGivenTheAccountRightBeforeAnotherCredentialIsMadeKeepsIt() {
        Done before = resetLater();
        revealed(before, Cast.MIA);
        String other = raisedBeside(before);
        // Two pages when it is asked for, and one right before it is made.
        PRODUCT.okta().server().faults().order(Fault.delay("GET", "/api/v1/logs", 3, Duration.ofSeconds(3)));
        assertThat(reissue(before, Cast.MIA).statusCode()).isEqualTo(202);

        UUID renewal = renewalOf(before);

        PRODUCT.jira().approve(other, Cast.PAUL);

        PRODUCT.awaitRun(other, "done");
        PRODUCT.awaitQuiet();
        assertThat(PRODUCT.count(
                        "select count(*) from work_item where id = ? and state = 'parked'"
                                + " and reason_code = 'okta.account-changed' and reason like 'another request%'",
                        renewal))
                .isEqualTo(1);
        assertKeeps(before, handedOver(other, Cast.MIA.email()));
    }

    /** What is sent cannot be taken back: whichever came last works, and that is known once both are answered. */
    @Test
    void whatIsMadeWhileAnotherIsUnderWayIsHandedOverAfterIt() {
        Done before = resetLater();
        revealed(before, Cast.MIA);
        String other = raisedBeside(before);
        PRODUCT.okta()
                .server()
                .faults()
                .order(Fault.delay("POST", LIFECYCLE + "expire_password", 1, Duration.ofSeconds(4)));
        assertThat(reissue(before, Cast.MIA).statusCode()).isEqualTo(202);
        UUID renewal = renewalOf(before);
        PRODUCT.forgetTraffic();
        PRODUCT.jira().approve(other, Cast.PAUL);
        String issueId = PRODUCT.jira().idOf(other);

        RunningProduct.await()
                .until(() -> PRODUCT.count(
                                "select count(*) from work_item where subject = ? and reason_code = 'handover.account-busy'",
                                issueId)
                        > 0);
        assertThat(handovers(issueId)).isEmpty();

        PRODUCT.awaitRun(other, "done");
        PRODUCT.awaitQuiet();
        assertThat(PRODUCT.count(
                        "select count(*) from work_item where id = ? and state in ('parked', 'stopped')"
                                + " and reason_code = 'handover.used'",
                        renewal))
                .isEqualTo(1);
        assertKeeps(before, handedOver(other, Cast.MIA.email()));
    }

    private static void assertKeeps(Done before, Done after) {
        assertThat(handover(before).state()).isNotEqualTo(Handover.State.READY);
        assertThat(handover(before).mayAskAgain()).isFalse();
        String password = revealed(after, Cast.MIA).path("secret").asText();
        assertThat(PRODUCT.okta().hasPassword(Cast.MIA.email(), password)).isTrue();
    }

    /** A request that does not wait for the other's run. */
    private static String raisedBeside(Done other) {
        String key;
        do {
            key = PRODUCT.jira().raise(MY_PASSWORD, Map.of());
        } while (slot(PRODUCT.jira().idOf(key)) == slot(other.issueId()));
        PRODUCT.awaitQuiet();
        return key;
    }

    private static long slot(String issueId) {
        return PRODUCT.count("select slot_of(?, 4)", issueId);
    }

    private static UUID renewalOf(Done done) {
        return bean(TenantTransactions.class)
                .read(
                        tenant(),
                        () -> bean(JdbcClient.class)
                                .sql("select renewing_run from handover where id = ?")
                                .param(done.id())
                                .query(UUID.class)
                                .single());
    }

    /** Each waits for the account, and none for the other's rows meanwhile. */
    @Test
    void twoThatAreOfferedForOneAccountAtOnceDoNotBlockEachOther() {
        Done done = resetLater();
        revealed(done, Cast.MIA);

        bean(TenantTransactions.class).writeOnly(tenant(), () -> {
            bean(HandoverRows.class).lockAccount(tenant(), requireNonNull(MIA_IN_OKTA.get()));
            assertThat(reissue(done, Cast.MIA).statusCode()).isEqualTo(202);
            RunningProduct.await().until(HandoverIT::somebodyWaitsForALock);
            holdAtOnce("select id from handover where id = ? for update nowait", done.id());
        });

        RunningProduct.await().until(() -> handover(done).state() == Handover.State.READY);
        PRODUCT.awaitQuiet();
    }

    /** Whoever carries a run out holds it, and then writes the handover. */
    @Test
    void whatIsTakenBackBlocksNobodyWhoMakesAnotherCredential() throws Exception {
        Done done = resetLater();
        revealed(done, Cast.MIA);
        hangs(done);
        UUID run = renewalOf(done);
        ExecutorService agent = Executors.newSingleThreadExecutor();
        try {
            AtomicReference<Future<HttpResponse<String>>> answer = new AtomicReference<>();

            bean(TenantTransactions.class).writeOnly(tenant(), () -> {
                holdAtOnce("select id from work_item where id = ? for share", run);
                answer.set(agent.submit(() -> takeBack(done)));
                RunningProduct.await().until(HandoverIT::somebodyWaitsForALock);
                holdAtOnce("select id from handover where id = ? for update nowait", done.id());
            });

            assertOutcome(requireNonNull(answer.get()).get(), "shown-before");
        } finally {
            agent.shutdownNow();
        }
        PRODUCT.okta().server().faults().clear();
        assertThat(handover(done).mayAskAgain()).isFalse();
        PRODUCT.awaitQuiet();
    }

    /** Who has opened it, or has let it expire, may ask for another one for two weeks. */
    @Test
    void anAgentTakesBackWhatCouldStillBeMadeAnew() {
        Done shown = onboarded();
        revealed(shown, Cast.MIA);
        Done expired = onboarded();
        change("update handover set expires_at = now() - interval '1 second' where id = ?", expired.id());
        JsonNode seen = as(Cast.GUS).get("/api/tickets/" + shown.key());
        assertThat(seen.path("may").path("withdraw").asBoolean()).isTrue();
        assertThat(seen.path("handovers").path(0).path("mayWithdraw").asBoolean())
                .isTrue();

        assertOutcome(takeBack(shown), "shown-before");
        assertOutcome(takeBack(expired), "taken-back");

        for (Done done : List.of(shown, expired)) {
            assertThat(handover(done)).returns(false, Handover::mayAskAgain).returns(false, Handover::mayBeTakenBack);
            assertRefused(reissue(done, Cast.MIA), 410, "handover.withdrawn");
            assertRefused(takeBack(done), 409, "handover.withdrawn");
        }
    }

    @Test
    void whatNobodyMayAskForAgainNeedsNoTakingBack() {
        Done done = onboarded();
        revealed(done, Cast.MIA);
        change("update handover set offered_at = offered_at - interval '14 days' where id = ?", done.id());

        assertThat(handover(done).mayBeTakenBack()).isFalse();
    }

    private static void assertOutcome(HttpResponse<String> answer, String outcome) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(Http.json(answer).path("outcome").asText()).isEqualTo(outcome);
    }

    private static HttpResponse<String> takeBack(Done done) {
        return as(Cast.GUS)
                .send(
                        "POST",
                        "/api/tickets/" + done.key() + "/handovers/" + done.id() + "/withdraw",
                        Map.of("why", "Wrong person"));
    }

    /** In the open transaction. */
    private static void holdAtOnce(String select, UUID id) {
        bean(JdbcClient.class).sql(select).param(id).query(UUID.class).single();
    }

    private static boolean somebodyWaitsForALock() {
        return bean(JdbcClient.class)
                .sql("select exists (select from pg_locks where not granted)")
                .query(Boolean.class)
                .single();
    }

    private static long renewing(Done done) {
        return PRODUCT.count("select count(*) from handover where id = ? and renewing_run is not null", done.id());
    }

    private static UUID runOf(Done done) {
        return bean(TenantTransactions.class)
                .read(
                        tenant(),
                        () -> bean(JdbcClient.class)
                                .sql("select run_id from handover where id = ?")
                                .param(done.id())
                                .query(UUID.class)
                                .single());
    }

    @Test
    void afterTwoWeeksNoOtherOneIsMade() {
        Done done = onboarded();
        revealed(done, Cast.MIA);
        change("update handover set offered_at = offered_at - interval '14 days' where id = ?", done.id());

        assertRefused(reissue(done, Cast.MIA), 409, "handover.too-late");
        assertThat(handover(done).mayAskAgain()).isFalse();
    }

    /** Okta does it, and its answer with the only copy of the link is lost. */
    @ParameterizedTest
    @ValueSource(strings = {"activate", "reactivate"})
    void aLinkWhoseAnswerIsLostIsMadeAnew(String act) {
        PRODUCT.okta().server().faults().order(Fault.cutAfter("POST", LIFECYCLE + "activate", 1));
        if (act.equals("reactivate")) {
            PRODUCT.okta().server().faults().order(Fault.cutAfter("POST", LIFECYCLE + "reactivate", 1));
        }

        Done done = onboarded();

        assertThat(handovers(done.issueId())).hasSize(1);
        activate(revealed(done, Cast.MIA).path("secret").asText());
    }

    /** The node dies after the link was taken and before it was offered: what follows has it from the ledger. */
    @Test
    void aCrashBetweenTheLinkAndItsOfferLosesNothing() {
        String login = customer();
        String key = raisedForACustomer(login);
        PRODUCT.awaitQuiet();
        PRODUCT.jira().server().faults().order(Fault.answer("POST", COMMENTS, 1_000, 503, "{}"));
        PRODUCT.forgetTraffic();
        PRODUCT.jira().approve(key, Cast.PAUL);
        RunningProduct.await().until(() -> !handovers(PRODUCT.jira().idOf(key)).isEmpty());

        PRODUCT.crash();
        PRODUCT.jira().server().faults().clear();
        PRODUCT.start();

        PRODUCT.awaitRun(key, "done");
        assertThat(PRODUCT.okta().server().traffic().all().stream()
                        .filter(call -> call.path().matches(LIFECYCLE + "(re)?activate")))
                .hasSize(1);
        activate(revealed(handedOver(key, login), Cast.MIA).path("secret").asText());
    }

    @Test
    void aWithdrawnRequestTakesBackWhatWasNotTaken() {
        String key = raisedForACustomer(customer());
        PRODUCT.awaitQuiet();
        PRODUCT.jira().server().faults().order(Fault.answer("POST", COMMENTS, 1_000, 503, "{}"));
        PRODUCT.jira().approve(key, Cast.PAUL);
        String issueId = PRODUCT.jira().idOf(key);
        RunningProduct.await().until(() -> !handovers(issueId).isEmpty());
        Done done = handedOver(key, "");
        assertThat(PRODUCT.count(
                        "select count(*) from step_intent i join work_item w on w.id = i.work_id"
                                + " where w.subject = ? and i.secret is not null",
                        issueId))
                .as("what is handed over is nowhere else")
                .isZero();

        PRODUCT.jira().transition(key, Cast.GUS, "31");

        RunningProduct.await().until(() -> handover(done).state() == Handover.State.WITHDRAWN);
        PRODUCT.jira().server().faults().clear();
        assertThat(kept(done)).isZero();
        assertThat(PRODUCT.trail(key)).contains("handover.withdrawn");
        assertRefused(reveal(done, Cast.MIA, Browser.open()), 410, "handover.withdrawn");
        assertRefused(reissue(done, Cast.MIA), 410, "handover.withdrawn");
        PRODUCT.awaitQuiet();
    }

    @Test
    void anAgentTakesBackWhatWasHandedToTheWrongPerson() {
        Done done = onboarded();
        String path = "/api/tickets/" + done.key() + "/handovers/" + done.id() + "/withdraw";
        assertThat(as(Cast.MIA).send("POST", path, Map.of("why", "Mine")).statusCode())
                .isIn(403, 404);
        assertThat(as(Cast.GUS).send("POST", path, Map.of("why", " ")).statusCode())
                .isEqualTo(400);
        assertRefused(
                as(Cast.GUS)
                        .send(
                                "POST",
                                path.replace(
                                        done.id().toString(), UUID.randomUUID().toString()),
                                Map.of("why", "x")),
                404,
                "handover.unknown");

        assertThat(handover(done).mayBeTakenBack()).isTrue();

        assertOutcome(takeBack(done), "taken-back");

        assertThat(handover(done).mayBeTakenBack()).isFalse();
        assertThat(kept(done)).isZero();
        assertRefused(reveal(done, Cast.MIA, Browser.open()), 410, "handover.withdrawn");
        assertRefused(reissue(done, Cast.MIA), 410, "handover.withdrawn");
        assertRefused(as(Cast.GUS).send("POST", path, Map.of("why", "x")), 409, "handover.withdrawn");
        assertThat(PRODUCT.trail(done.key())).contains("handover.withdrawn");
    }

    /** Who is told that it stops must not find that it went on. */
    @Test
    void aRequestThatIsCancelledDuringItsLastStepTakesBackWhatWasNotTaken() {
        String key = raisedForACustomer(customer());
        PRODUCT.awaitQuiet();
        PRODUCT.jira()
                .server()
                .faults()
                .order(Fault.delay("POST", "/rest/api/3/issue/[0-9]+/transitions", 1, Duration.ofSeconds(5)));
        PRODUCT.jira().approve(key, Cast.PAUL);
        String issueId = PRODUCT.jira().idOf(key);
        RunningProduct.await()
                .until(() -> PRODUCT.count(
                                "select count(*) from step_intent i join work_item w on w.id = i.work_id"
                                        + " where w.subject = ? and w.kind = 'request' and i.ordinal = 4",
                                issueId)
                        > 0);

        assertThat(as(Cast.GUS)
                        .send("POST", "/api/tickets/" + key + "/cancel", Map.of("why", "Wrong person"))
                        .statusCode())
                .isEqualTo(202);

        PRODUCT.awaitRun(key, "stopped");
        Done done = handedOver(key, "");
        assertThat(handover(done).state()).isEqualTo(Handover.State.WITHDRAWN);
        assertThat(kept(done)).isZero();
        assertRefused(reveal(done, Cast.MIA, Browser.open()), 410, "handover.withdrawn");
    }

    @Test
    void whoApprovesReadsHowItIsDelivered() {
        String key = raisedForACustomer(customer());
        RunningProduct.await().until(() -> comments(key).contains("Approving this request"));

        assertThat(comments(key))
                .contains(
                        "Shows the link once, in the portal, to the person whom this request is from and to nobody else; it"
                                + " can be taken for 72 hours");
    }

    @Test
    void aPasswordInACommentGoesOnceItWasUsed() {
        Onboarding nora = RunningProduct.newcomer();
        String key = PRODUCT.approved(nora);
        PRODUCT.awaitRun(key, "done");
        assertThat(comments(key)).contains("Temporary password:");
        change(nora.workEmail(), passwordIn(key));

        later(Duration.ofMinutes(6), () -> comments(key).contains("was removed"));

        assertThat(comments(key))
                .contains("is ready.", "User name: " + nora.workEmail())
                .doesNotContain("Temporary password:");
        assertThat(PRODUCT.trail(key)).contains("handover.comment-cleared");
    }

    @Test
    void aPasswordInACommentGoesAfterADayAlsoWhenJiraWasDown() {
        Onboarding nora = RunningProduct.newcomer();
        String key = PRODUCT.approved(nora);
        PRODUCT.awaitRun(key, "done");
        PRODUCT.forgetTraffic();

        later(Duration.ofHours(23), () -> looks(nora.workEmail()) > 0);

        assertThat(comments(key)).contains("Temporary password:");
        PRODUCT.jira().server().faults().order(Fault.answer("PUT", COMMENTS + "/[0-9]+", 3, 503, "{}"));

        later(Duration.ofHours(25), () -> comments(key).contains("was removed"));

        assertThat(comments(key)).doesNotContain("Temporary password:");
    }

    /** How often Okta was asked whether the account was used. */
    private static long looks(String login) {
        String id = PRODUCT.okta().user(login).orElseThrow().path("id").asText();
        return PRODUCT.remoteCalls("GET", "/api/v1/users/" + id).size();
    }

    private static String passwordIn(String key) {
        List<String> codes = new ArrayList<>();
        for (JsonNode comment : PRODUCT.jira().comments(key)) {
            for (JsonNode block : comment.path("body").path("content")) {
                for (JsonNode inline : block.path("content")) {
                    if (inline.path("marks").path(0).path("type").asText().equals("code")) {
                        codes.add(inline.path("text").asText());
                    }
                }
            }
        }
        return codes.get(codes.size() - 1);
    }

    @Test
    void nothingOfItIsLeftWhenTheTenantsKeysGo() {
        Done done = onboarded();
        HandoverData data = bean(HandoverData.class);
        TenantId tenant = tenant();

        bean(TenantTransactions.class).writeOnly(tenant, () -> data.eraseSecrets(tenant, 1_000));

        assertThat(kept(done)).isZero();
        assertThat(PRODUCT.count("select count(*) from handover_comment")).isZero();
        bean(TenantTransactions.class).writeOnly(tenant, () -> data.erase(tenant, Cast.MIA.accountId()));
        assertThat(handover(done).recipient()).isEmpty();
        assertRefused(reveal(done, Cast.MIA, Browser.open()), 403, "handover.not-yours");
    }

    @Test
    void documentsThatNameNobodyAreRefused() {
        String document = Setup.exampleRecipe("onboard-customer-link");

        assertThat(problems(document.replace("activationLink,", "activationLink, recipient: \"${inputs.email}\",")))
                .containsExactly("recipe.recipient-not-a-person /delivery/recipient");
        assertThat(problems(document.replace(
                        "activationLink, validFor: { days: 3 }", "activationLink, validFor: { days: 8 }")))
                .contains("recipe.schema /delivery/validFor/days");
        assertThat(problems(document.replace("activationLink", "comment")))
                .containsExactly("recipe.valid-for-not-used /delivery/validFor");
        assertThat(problems(document.replace(
                        "  - id: done\n    uses: jira.comment\n    with:\n",
                        "  - id: done\n    uses: jira.comment\n    with:\n      internal: true\n")))
                .containsExactly("recipe.delivery-without-comment /steps/0");
    }

    private static List<String> problems(String document) {
        HttpResponse<String> answer = PRODUCT.administrator().sendYaml("/api/recipes", document);
        List<String> problems = new ArrayList<>();
        Http.json(answer)
                .path("problems")
                .forEach(problem -> problems.add(problem.path("code").asText() + " "
                        + problem.path("pointer").asText()));
        return problems;
    }
}
