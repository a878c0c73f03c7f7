package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.latchkey.demo.Http;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.Onboarding;
import io.latchkey.testing.CountedTransactions.Transaction;
import io.latchkey.testing.Effects;
import io.latchkey.testing.OnlyThroughConnect;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.UsuallyThroughConnect;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals: stored before they are acknowledged, once each, and never more than a hint. */
@UsuallyThroughConnect
class SignalsIT {

    private static final String WEBHOOK = "/connect/webhooks/issue-updated";
    private static final String AUTOMATION = "/automation/signals";
    private static final int MIB = 1024 * 1024;

    private static final RunningProduct PRODUCT = RunningProduct.setUp(
            Map.of("latchkey.automation.signals-per-second", "1", "latchkey.automation.burst", "25"));
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterAll
    static void close() {
        PRODUCT.close();
    }

    @AfterEach
    void asBefore() {
        PRODUCT.jira().server().faults().clear();
        PRODUCT.jira().dropWebhooks(false);
        PRODUCT.awaitQuiet();
    }

    @Nested
    @OnlyThroughConnect
    class Acknowledging {

        /** set_config and the one statement are what is in it. */
        @Test
        void aWebhookCostsOneTransactionInOneMessage() throws Exception {
            String issue = PRODUCT.jira().idOf(PRODUCT.jira().raise(RunningProduct.newcomer()));
            assertThat(webhook(issue, "warm-" + issue).statusCode()).isEqualTo(204);
            PRODUCT.awaitQuiet();
            PRODUCT.transactions().reset();

            assertThat(webhook(issue, "counted-" + issue).statusCode()).isEqualTo(204);

            assertOneTransactionInOneMessage();
        }

        @Test
        void anAutomationSignalCostsOneTransactionInOneMessage() throws Exception {
            String issue = PRODUCT.jira().idOf(PRODUCT.jira().raise(RunningProduct.newcomer()));
            String token = token();
            assertThat(automation(token, issue).statusCode()).isEqualTo(202);
            PRODUCT.awaitQuiet();
            PRODUCT.transactions().reset();

            assertThat(automation(token, issue).statusCode()).isEqualTo(202);

            assertOneTransactionInOneMessage();
        }

        private void assertOneTransactionInOneMessage() {
            List<Transaction> signals = PRODUCT.transactions().committed(one -> one.touches("insert into signal"));
            assertThat(signals).hasSize(1);
            String thread = signals.get(0).thread();
            assertThat(PRODUCT.transactions().committed(one -> one.thread().equals(thread)))
                    .as("all that this request cost")
                    .singleElement()
                    .satisfies(one -> {
                        assertThat(one.writes()).isTrue();
                        assertThat(one.isOneMessage()).isTrue();
                        assertThat(one.statements()).hasSize(2);
                        assertThat(one.statements().get(0)).contains("set_config");
                    });
        }
    }

    @Nested
    @OnlyThroughConnect
    class Repeating {

        @Test
        void deliveredTenTimesItIsDoneOnce() {
            PRODUCT.jira().repeatWebhooks(10);
            Onboarding nora = RunningProduct.newcomer();

            String key = PRODUCT.approved(nora);
            JsonNode story = PRODUCT.awaitRun(key, "done");

            assertThat(story.path("signals")).hasSize(foreignWebhooks(key).size());
            assertThat(story.path("decisions")).hasSize(1);
            assertThat(PRODUCT.jira().comments(key)).hasSize(1);
            assertThat(new Effects(PRODUCT).accountsCreated(nora)).isEqualTo(1);
            assertThat(PRODUCT.remoteCalls(
                            "POST", "/rest/api/3/issue/" + PRODUCT.jira().idOf(key) + "/transitions"))
                    .hasSize(1);
        }

        private List<String> foreignWebhooks(String key) {
            return PRODUCT.jira().webhooks().stream()
                    .filter(one -> one.path("issueKey").asText().equals(key))
                    .filter(one -> !actor(one).equals(ourselves()))
                    .map(one -> one.path("identifier").asText())
                    .distinct()
                    .toList();
        }

        private String ourselves() {
            return PRODUCT.jira().installation(RunningProduct.APP_KEY).accountId();
        }

        private String actor(JsonNode webhook) {
            return read(webhook.path("body").asText())
                    .path("user")
                    .path("accountId")
                    .asText();
        }

        @Test
        void theSameIdentifierIsStoredOnceAndStillAcknowledged() throws Exception {
            String issue = PRODUCT.jira().idOf(PRODUCT.jira().raise(RunningProduct.newcomer()));
            String identifier = UUID.randomUUID().toString();
            PRODUCT.awaitQuiet();
            long before = signals(issue);

            assertThat(webhook(issue, identifier).statusCode()).isEqualTo(204);
            assertThat(webhook(issue, identifier).statusCode()).isEqualTo(204);

            assertThat(signals(issue)).isEqualTo(before + 1);
        }

        @Test
        void signalsDuringALookBecomeOneMoreLook() throws Exception {
            String issue = PRODUCT.jira().idOf(PRODUCT.jira().raise(RunningProduct.newcomer()));
            String token = token();
            PRODUCT.awaitQuiet();
            PRODUCT.forgetTraffic();
            long before = signals(issue);
            PRODUCT.jira()
                    .server()
                    .faults()
                    .order(Fault.delay("GET", "/rest/api/3/issue/" + issue, 1, Duration.ofSeconds(2)));

            automation(token, issue);
            RunningProduct.await()
                    .until(() -> PRODUCT.jira().server().faults().left().isEmpty());
            for (int i = 0; i < 10; i++) {
                assertThat(automation(token, issue).statusCode()).isEqualTo(202);
            }
            PRODUCT.awaitQuiet();

            assertThat(signals(issue)).isEqualTo(before + 11);
            assertThat(PRODUCT.remoteCalls("GET", "/rest/api/3/issue/" + issue)).hasSize(2);
        }

        /** Jira announces our own comment and transition too. */
        @Test
        void whatOurOwnAccountChangedStartsNoLook() {
            String key = PRODUCT.approved(RunningProduct.newcomer());
            PRODUCT.awaitRun(key, "done");
            String issue = PRODUCT.jira().idOf(key);
            PRODUCT.forgetTraffic();
            long before = signals(issue);

            String ours = PRODUCT.jira().webhooks().stream()
                    .filter(one -> one.path("issueKey").asText().equals(key))
                    .filter(one -> actor(one).equals(ourselves()))
                    .map(one -> one.path("identifier").asText())
                    .reduce((first, last) -> last)
                    .orElseThrow();
            Http.at(PRODUCT.jira().uri()).post("/sandbox/webhooks/" + ours + "/redeliver", Map.of());
            PRODUCT.awaitQuiet();

            assertThat(PRODUCT.jira().webhooks())
                    .filteredOn(one -> one.path("identifier").asText().equals(ours))
                    .allSatisfy(one -> assertThat(one.path("state").asText()).isEqualTo("DELIVERED"))
                    .hasSize(2);
            assertThat(signals(issue)).isEqualTo(before);
            assertThat(PRODUCT.remoteCalls()).isEmpty();
        }
    }

    @Nested
    @OnlyThroughConnect
    class Automation {

        @Test
        void aRuleOfJiraAutomationIsEnough() {
            PRODUCT.jira().dropWebhooks(true);
            PRODUCT.setup().automate();
            try {
                String key = PRODUCT.approved(RunningProduct.newcomer());

                JsonNode story = PRODUCT.awaitRun(key, "done");

                assertThat(story.path("signals"))
                        .allSatisfy(signal ->
                                assertThat(signal.path("source").asText()).isEqualTo("automation"));
            } finally {
                Http.at(PRODUCT.jira().uri()).send("DELETE", "/sandbox/automation/rule", null);
            }
        }

        @Test
        void tokensThatAreNoneAreRefused() throws Exception {
            String token = token();
            String id = token.substring(0, token.indexOf('.'));
            String secret = token.substring(token.indexOf('.') + 1);
            long before = allSignals();

            assertProblem(automation(UUID.randomUUID() + "." + secret, "10001"), 401, "automation.token-unknown");
            assertProblem(automation(id + "." + "A".repeat(43), "10001"), 401, "automation.token-unknown");
            assertProblem(automation(id, "10001"), 401, "automation.token-unknown");
            assertProblem(automation("", "10001"), 401, "automation.token-unknown");
            assertProblem(
                    send(AUTOMATION, null, null, "application/json", text("{\"issueId\":\"1\"}")),
                    401,
                    "automation.token-unknown");

            assertThat(allSignals()).isEqualTo(before);
        }

        @Test
        void aNewSecretOverlapsWithTheOld() throws Exception {
            JsonNode issued = PRODUCT.administrator().post("/api/automation-tokens", Map.of("name", "rotated"));
            String rotation = "/api/automation-tokens/" + issued.path("id").asText() + "/rotation";
            String first = issued.path("token").asText();
            assertThat(automation(first, "10001").statusCode()).isEqualTo(202);

            String second = rotated(rotation, 60);

            assertThat(automation(first, "10001").statusCode()).isEqualTo(202);
            assertThat(automation(second, "10001").statusCode()).isEqualTo(202);
            String third = rotated(rotation, 0);
            assertProblem(automation(first, "10001"), 401, "automation.token-unknown");
            assertProblem(automation(second, "10001"), 401, "automation.token-unknown");
            assertThat(automation(third, "10001").statusCode()).isEqualTo(202);
            assertThat(PRODUCT.administrator()
                            .get("/api/audit?kind=automation-token.rotated&limit=500")
                            .toString())
                    .contains(issued.path("id").asText())
                    .doesNotContain(second.substring(37), third.substring(37));
        }

        private String rotated(String rotation, int minutes) {
            return PRODUCT.administrator()
                    .post(rotation, Map.of("overlapMinutes", minutes))
                    .path("token")
                    .asText();
        }

        /** The rightmost address that no proxy of ours has is the sender's; what the sender writes before it is not. */
        @Test
        void aTokenMayBeLimitedToSourceAddresses() throws Exception {
            String token = PRODUCT.administrator()
                    .post("/api/automation-tokens", Map.of("name", "limited", "sources", List.of("198.51.100.0/24")))
                    .path("token")
                    .asText();
            long before = allSignals();

            assertProblem(automation(token, "10001"), 403, "automation.source-refused");
            assertProblem(from("198.51.100.9, 203.0.113.5", token), 403, "automation.source-refused");
            assertThat(allSignals()).isEqualTo(before);

            assertThat(from("203.0.113.5, 198.51.100.9", token).statusCode()).isEqualTo(202);
        }

        /** Proxies write ports, and "unknown" where they do not know. */
        @ParameterizedTest
        @ValueSource(
                strings = {"unknown", "_hidden", "localhost", "999.1.1.1", "203.0.113.5:4711", "[2001:db8::9]:4711", "["
                })
        void anOddAddressIsNobodysAndNoError(String address) throws Exception {
            String anywhere = token();
            String limited = PRODUCT.administrator()
                    .post("/api/automation-tokens", Map.of("name", "limited", "sources", List.of("198.51.100.0/24")))
                    .path("token")
                    .asText();

            assertThat(from(address, anywhere).statusCode()).isEqualTo(202);
            assertProblem(from(address, limited), 403, "automation.source-refused");
        }

        @Test
        void aPortDoesNotHideWhereASignalComesFrom() throws Exception {
            String limited = PRODUCT.administrator()
                    .post("/api/automation-tokens", Map.of("name", "limited", "sources", List.of("198.51.100.0/24")))
                    .path("token")
                    .asText();

            assertThat(from("198.51.100.9:4711", limited).statusCode()).isEqualTo(202);
        }

        @Test
        void aTokenThatSignalsTooFastWaits() throws Exception {
            String token = token();
            long before = allSignals();
            int taken = 0;
            HttpResponse<String> answer = automation(token, "10001");
            while (answer.statusCode() == 202 && taken < 500) {
                taken++;
                answer = automation(token, "10001");
            }

            assertProblem(answer, 429, "automation.too-many");
            assertThat(answer.headers().firstValue("retry-after").map(Integer::valueOf))
                    .hasValueSatisfying(seconds -> assertThat(seconds).isBetween(1, 2));
            assertThat(allSignals()).isEqualTo(before + taken);
            assertThat(automation(token(), "10001").statusCode())
                    .as("another token")
                    .isEqualTo(202);
        }

        @Test
        void whoGuessesTokensIsNotLookedUpForLong() throws Exception {
            String guesser = "192.0.2.77";
            String token = token();
            HttpResponse<String> answer = from(guesser, UUID.randomUUID() + ".guess");
            int lookedUp = 0;
            while (answer.statusCode() == 401 && lookedUp < 500) {
                lookedUp++;
                answer = from(guesser, UUID.randomUUID() + ".guess");
            }
            assertProblem(answer, 429, "automation.too-many");
            PRODUCT.transactions().reset();

            from(guesser, UUID.randomUUID() + ".guess");

            assertThat(PRODUCT.transactions().committed(one -> one.touches("automation_token")))
                    .isEmpty();
            assertThat(automation(token, "10001").statusCode())
                    .as("from another address")
                    .isEqualTo(202);
        }

        private HttpResponse<String> from(String forwardedFor, String token) throws Exception {
            var request = HttpRequest.newBuilder(PRODUCT.uri().resolve(AUTOMATION))
                    .timeout(Duration.ofSeconds(20))
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + token)
                    .header("X-Forwarded-For", forwardedFor)
                    .POST(text("{\"issueId\":\"10001\"}"));
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }

        /** Even where this node remembers it. */
        @Test
        void aRevokedTokenIsRefusedAtOnce() throws Exception {
            JsonNode issued = PRODUCT.administrator().post("/api/automation-tokens", Map.of("name", "short-lived"));
            String token = issued.path("token").asText();
            assertThat(automation(token, "10001").statusCode()).isEqualTo(202);
            long before = allSignals();

            assertThat(PRODUCT.administrator()
                            .send(
                                    "DELETE",
                                    "/api/automation-tokens/"
                                            + issued.path("id").asText(),
                                    null)
                            .statusCode())
                    .isEqualTo(204);

            assertProblem(automation(token, "10001"), 401, "automation.token-unknown");
            assertThat(allSignals()).isEqualTo(before);
        }

        @Test
        void anIssueThatTheSiteDoesNotHaveIsLookedForAndParked() throws Exception {
            String nowhere = "987654321";

            assertThat(automation(token(), nowhere).statusCode()).isEqualTo(202);
            PRODUCT.awaitQuiet();

            JsonNode rows =
                    PRODUCT.administrator().get("/api/audit?subject=" + nowhere).path("rows");
            assertThat(rows).hasSize(1);
            assertThat(rows.path(0).path("kind").asText()).isEqualTo("look.parked");
            assertThat(rows.path(0).toString()).contains("jira.not-seen");
            assertThat(PRODUCT.administrator().get("/api/requests/" + nowhere).path("runs"))
                    .isEmpty();
        }
    }

    /** Clear problems, nothing stored, nothing of our insides. */
    @Nested
    @OnlyThroughConnect
    class Refusing {

        @ParameterizedTest
        @ValueSource(
                strings = {"{", "", "[]", "[{\"issue\":{\"id\":\"1\"}}]", "\"text\"", "{\"issue\":", "nonsense", "null"
                })
        void whatIsNoJsonObject(String body) throws Exception {
            long before = allSignals();

            var site = send(WEBHOOK, "JWT " + jwt(), null, "application/json", text(body));
            var rule = send(AUTOMATION, "Bearer " + token(), null, "application/json", text(body));

            assertProblem(site, 400, body.isEmpty() ? "request.malformed" : "signal.malformed");
            assertProblem(rule, 400, body.isEmpty() ? "request.malformed" : "signal.malformed");
            assertThat(allSignals()).isEqualTo(before);
        }

        @Test
        void deepNesting() throws Exception {
            String deep = "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000);
            long before = allSignals();

            assertProblem(send(WEBHOOK, "JWT " + jwt(), null, "application/json", text(deep)), 400, "signal.malformed");
            assertProblem(
                    send(AUTOMATION, "Bearer " + token(), null, "application/json", text(deep)),
                    400,
                    "signal.malformed");
            assertThat(allSignals()).isEqualTo(before);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "{\"issue\":{}}",
                    "{\"issue\":{\"id\":\"ITH-1\"}}",
                    "{\"issue\":{\"id\":-1}}",
                    "{\"issue\":{\"id\":1.5}}",
                    "{\"issue\":{\"id\":{\"id\":1}}}",
                    "{\"issueId\":\"1' or '1'='1\"}",
                    "{\"issueId\":\"9999999999999999999\"}"
                })
        void whatNamesNoIssue(String body) throws Exception {
            long before = allSignals();

            assertProblem(send(WEBHOOK, "JWT " + jwt(), null, "application/json", text(body)), 400, "signal.issue-id");
            assertProblem(
                    send(AUTOMATION, "Bearer " + token(), null, "application/json", text(body)),
                    400,
                    "signal.issue-id");
            assertThat(allSignals()).isEqualTo(before);
        }

        @Test
        void whatIsTooLargeWhetherItSaysSoOrNot() throws Exception {
            byte[] large =
                    ("{\"issue\":{\"id\":\"1\"},\"a\":\"" + "x".repeat(MIB) + "\"}").getBytes(StandardCharsets.UTF_8);
            String token = token();
            long before = allSignals();

            for (var body : List.of(
                    HttpRequest.BodyPublishers.ofByteArray(large),
                    HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))) {
                assertProblem(send(WEBHOOK, "JWT " + jwt(), null, "application/json", body), 413, "request.too-large");
                assertProblem(
                        send(AUTOMATION, "Bearer " + token, null, "application/json", body), 413, "request.too-large");
            }

            assertThat(allSignals()).isEqualTo(before);
        }

        @ParameterizedTest
        @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded"})
        void anotherContentType(String type) throws Exception {
            long before = allSignals();
            var body = text("{\"issue\":{\"id\":\"1\"}}");

            assertProblem(send(WEBHOOK, "JWT " + jwt(), null, type, body), 415, "request.unsupported-media-type");
            assertProblem(
                    send(AUTOMATION, "Bearer " + token(), null, type, body), 415, "request.unsupported-media-type");
            assertThat(allSignals()).isEqualTo(before);
        }

        @Test
        void sitesThatNobodyKnows() throws Exception {
            long before = allSignals();
            var body = text("{\"issue\":{\"id\":\"1\"}}");

            assertUnauthorized(send(WEBHOOK, null, null, "application/json", body));
            assertUnauthorized(send(WEBHOOK, "JWT nonsense", null, "application/json", body));
            assertUnauthorized(send(WEBHOOK, "JWT " + foreignJwt(), null, "application/json", body));
            assertUnauthorized(send(
                    WEBHOOK,
                    "JWT " + PRODUCT.jira().jwt(RunningProduct.APP_KEY, "GET", WEBHOOK),
                    null,
                    "application/json",
                    body));
            assertThat(allSignals()).isEqualTo(before);
        }

        @Test
        void anIdentifierThatIsNone() throws Exception {
            long before = allSignals();

            assertProblem(webhook("10001", "x".repeat(201)), 400, "signal.delivery-id");
            assertProblem(webhook("10001", "a b"), 400, "signal.delivery-id");
            assertThat(allSignals()).isEqualTo(before);
        }

        @Test
        void sitesThatHaveUninstalledUs() throws Exception {
            String signed = jwt();
            String token = token();
            PRODUCT.jira().uninstallApp(RunningProduct.APP_KEY);
            try {
                long before = allSignals();

                assertUnauthorized(
                        send(WEBHOOK, "JWT " + signed, null, "application/json", text("{\"issue\":{\"id\":\"1\"}}")));
                assertProblem(automation(token, "10001"), 401, "automation.token-unknown");

                assertThat(allSignals()).isEqualTo(before);
            } finally {
                PRODUCT.setup().install();
            }
        }
    }

    private static String foreignJwt() throws JOSEException {
        var claims = new JWTClaimsSet.Builder()
                .issuer(UUID.randomUUID().toString())
                .issueTime(new Date())
                .expirationTime(Date.from(Instant.now().plusSeconds(180)))
                .claim("qsh", "0".repeat(64))
                .build();
        var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        jwt.sign(new MACSigner("a secret that nobody has agreed upon, but long enough"));
        return jwt.serialize();
    }

    private static void assertUnauthorized(HttpResponse<String> answer) {
        assertProblem(answer, 401, null);
    }

    private static void assertProblem(HttpResponse<String> answer, int status, @Nullable String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        String found = read(answer.body()).path("code").asText();
        assertThat(found).isNotEmpty();
        if (code != null) {
            assertThat(found).isEqualTo(code);
        }
        assertThat(answer.body())
                .doesNotContain("Exception")
                .doesNotContain("io.latchkey")
                .doesNotContain("\tat ");
    }

    private static long signals(String issueId) {
        return PRODUCT.count("select count(*) from signal where issue_id = ?", issueId);
    }

    private static long allSignals() {
        return PRODUCT.count("select count(*) from signal");
    }

    private static String token() {
        return PRODUCT.administrator()
                .post("/api/automation-tokens", Map.of("name", "A rule"))
                .path("token")
                .asText();
    }

    private static String jwt() {
        return PRODUCT.jira().jwt(RunningProduct.APP_KEY, "POST", WEBHOOK);
    }

    private static HttpResponse<String> webhook(String issueId, String identifier) throws Exception {
        String body =
                "{\"issue\":{\"id\":\"" + issueId + "\"},\"user\":{\"accountId\":\"" + Cast.PAUL.accountId() + "\"}}";
        return send(WEBHOOK, "JWT " + jwt(), identifier, "application/json", text(body));
    }

    private static HttpResponse<String> automation(String token, String issueId) throws Exception {
        return send(AUTOMATION, "Bearer " + token, null, "application/json", text("{\"issueId\":\"" + issueId + "\"}"));
    }

    private static HttpRequest.BodyPublisher text(String body) {
        return HttpRequest.BodyPublishers.ofString(body);
    }

    private static HttpResponse<String> send(
            String path,
            @Nullable String authorization,
            @Nullable String identifier,
            String contentType,
            HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(PRODUCT.uri().resolve(path))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", contentType)
                .POST(body);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (identifier != null) {
            request.header("X-Atlassian-Webhook-Identifier", identifier);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode read(String body) {
        try {
            return new com.fasterxml.jackson.databind.json.JsonMapper().readTree(body);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError("no JSON: " + body, e);
        }
    }
}
