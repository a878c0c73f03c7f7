package io.latchkey.okta;

import static io.latchkey.okta.OktaSandbox.PASSWORD;
import static io.latchkey.okta.OktaSandbox.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.okta.sdk.resource.client.ApiClient;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.sandbox.http.Fault;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.test.util.ReflectionTestUtils;

/** What the bare SDK does wrong, each seen in a run of it, cannot be seen through the adapter. */
@Timeout(60)
class SdkDefectsTest {

    private static final String LOGIN = "existing.person@example.com";
    private static final String USERS = "/api/v1/users";
    private static final String TOKEN = "/oauth2/v1/token";
    private static final String SERVER_ERROR =
            "{\"errorCode\":\"E0000009\",\"errorSummary\":\"Internal Server Error\"}";

    private final OktaSandbox sandbox = OktaSandbox.start();
    private final OktaDirectory directory = sandbox.directory;

    @AfterEach
    void close() {
        sandbox.close();
    }

    private void order(Fault fault) {
        sandbox.org.server().faults().order(fault);
    }

    @Nested
    class Tokens {

        /** The SDK sends no token at all for ever after one failed refresh. */
        @Test
        void oneFailedRefreshPoisonsNothing() {
            directory.findUser(LOGIN);
            sandbox.clock.advance(Duration.ofMinutes(61));
            order(Fault.answer("POST", TOKEN, 1, 500, "{}"));

            assertThatThrownBy(() -> directory.findUser(LOGIN)).isInstanceOf(OktaFailure.Unavailable.class);
            sandbox.clock.advance(Duration.ofSeconds(1));

            assertThat(directory.findUser(LOGIN)).isPresent();
            assertThat(sandbox.requests("GET", "/api/.*"))
                    .allSatisfy(seen -> assertThat(seen.requestHeaders()).containsKey("authorization"));
        }

        @Test
        void aFailedRefreshAheadOfTimeIsNotNoticed() {
            directory.findUser(LOGIN);
            sandbox.clock.advance(Duration.ofMinutes(56));
            order(Fault.answer("POST", TOKEN, 1, 500, "{}"));

            assertThat(directory.findUser(LOGIN)).isPresent();
            assertThat(sandbox.tokenRequests()).hasSize(2);
        }

        @Test
        void aStormOnABrokenEndpointIsBounded() {
            order(Fault.answer("POST", TOKEN, 100, 500, "{}"));

            for (int i = 0; i < 20; i++) {
                assertThatThrownBy(() -> directory.findUser(LOGIN)).isInstanceOf(OktaFailure.Unavailable.class);
            }

            assertThat(sandbox.tokenRequests()).hasSizeLessThan(10);
        }

        /** The SDK passes the 401 of a revoked token through and goes on sending it. */
        @Test
        void aRevokedTokenIsReplacedOnce() {
            directory.findUser(LOGIN);
            sandbox.org.revokeTokens(sandbox.clientId);

            assertThat(directory.findUser(LOGIN)).isPresent();
            assertThat(sandbox.tokenRequests()).hasSize(2);
        }

        @Test
        void aTokenThatIsRefusedAgainFails() {
            order(Fault.answer("GET", USERS + "/.*", 10, 401, "{\"errorCode\":\"E0000011\"}"));

            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> directory.findUser(LOGIN))
                        .asInstanceOf(type(OktaFailure.Setup.class))
                        .extracting(OktaFailure::code)
                        .isEqualTo("okta.token-refused");
            }
            assertThat(sandbox.tokenRequests()).hasSize(2);
        }

        @Test
        void manyThreadsFetchOneToken() throws Exception {
            order(Fault.delay("POST", TOKEN, 1, Duration.ofMillis(300)));

            inParallel(8, () -> directory.findUser(LOGIN));

            assertThat(sandbox.tokenRequests()).hasSize(1);
        }

        /** The SDK sleeps inside a lock until the limit's window ends. */
        @Test
        void aLimitOnTheTokenEndpointIsPassedOnAtOnce() {
            long reset = sandbox.clock.instant().plusSeconds(60).getEpochSecond();
            order(Fault.answer("POST", TOKEN, 1, 429, "{}").withHeader("X-Rate-Limit-Reset", Long.toString(reset)));
            Instant before = Instant.now();

            assertThatThrownBy(() -> directory.findUser(LOGIN))
                    .asInstanceOf(type(OktaFailure.RateLimited.class))
                    .satisfies(failure -> assertThat(failure.retryAfter().orElseThrow())
                            .isBetween(Duration.ofSeconds(55), Duration.ofSeconds(62)));
            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Nested
    class Limits {

        /** The SDK sleeps for the whole window. */
        @Test
        void aLimitIsPassedOnAtOnceWithTheTimeToWait() {
            long reset = sandbox.clock.instant().plusSeconds(50).getEpochSecond();
            order(tooMany(reset));
            Instant before = Instant.now();

            assertThatThrownBy(() -> directory.findUser(LOGIN)).isInstanceOf(OktaFailure.RateLimited.class);

            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
            assertThat(sandbox.requests("GET", USERS + "/.*")).hasSize(1);
        }

        /** The SDK throws a NullPointerException. */
        @Test
        void aLimitWithoutADateIsOneToo() {
            long reset = sandbox.clock.instant().plusSeconds(30).getEpochSecond();
            try (var okta = new DatelessOkta(reset)) {
                var calls = sandbox.calls(OktaSandbox.properties(), okta.uri(), "0oa0000", OktaSandbox.KEY);

                assertThatThrownBy(() -> new OktaDirectory(
                                        calls, "0oa0000", new RememberedSightings(), java.time.Clock.systemUTC())
                                .findUser(LOGIN))
                        .asInstanceOf(type(OktaFailure.RateLimited.class))
                        .satisfies(failure -> assertThat(failure.retryAfter().orElseThrow())
                                .isBetween(Duration.ofSeconds(25), Duration.ofSeconds(32)));
            }
        }

        private static Fault tooMany(long reset) {
            return Fault.answer("GET", USERS + "/.*", 1, 429, "{\"errorCode\":\"E0000047\"}")
                    .withHeader("X-Rate-Limit-Limit", "600")
                    .withHeader("X-Rate-Limit-Remaining", "0")
                    .withHeader("X-Rate-Limit-Reset", Long.toString(reset));
        }
    }

    @Nested
    class Repetition {

        /** The SDK repeats a POST after 503 and 504, and then finds its own account in the way. */
        @Test
        void aChangeIsSentOnceAndItsLossIsTold() {
            for (int status : List.of(500, 502, 503, 504)) {
                order(Fault.answer("POST", USERS, 1, status, SERVER_ERROR));
                sandbox.org.server().traffic().clear();

                assertThatThrownBy(() -> directory.createUser(person("nora@example.com", PASSWORD)))
                        .isInstanceOf(OktaFailure.OutcomeUnknown.class);
                assertThat(sandbox.requests("POST", USERS)).hasSize(1);
            }
        }

        @Test
        void aLostAnswerLeavesTheOutcomeUnknown() {
            order(Fault.cutAfter("POST", USERS, 1));

            assertThatThrownBy(() -> directory.createUser(person("nora@example.com", PASSWORD)))
                    .isInstanceOf(OktaFailure.OutcomeUnknown.class);

            assertThat(directory.findUser("nora@example.com")).isPresent();
            assertThat(sandbox.requests("POST", USERS)).hasSize(1);
        }

        @Test
        void aReadThatFailsIsOnlyUnavailable() {
            order(Fault.answer("GET", USERS + "/.*", 1, 503, SERVER_ERROR));
            order(Fault.cutBefore("GET", USERS + "/.*", 1));

            assertThatThrownBy(() -> directory.findUser(LOGIN)).isInstanceOf(OktaFailure.Unavailable.class);
            assertThatThrownBy(() -> directory.findUser(LOGIN)).isInstanceOf(OktaFailure.Unavailable.class);
        }

        @Test
        void aRedirectIsNotFollowed() {
            order(Fault.answer("GET", USERS + "/.*", 1, 302, "")
                    .withHeader("Location", sandbox.org.uri() + "/api/v1/org"));

            assertThatThrownBy(() -> directory.findUser(LOGIN))
                    .asInstanceOf(type(OktaFailure.Setup.class))
                    .extracting(OktaFailure::code)
                    .isEqualTo("okta.redirected");
            assertThat(sandbox.requests("GET", "/api/v1/org")).isEmpty();
        }

        @Test
        void aProxysPageIsNoAnswerOfOkta() {
            order(Fault.answer("GET", USERS + "/.*", 1, 200, "<html>Please sign in</html>"));
            order(Fault.answer("GET", USERS + "/.*", 1, 404, ""));

            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> directory.findUser(LOGIN))
                        .asInstanceOf(type(OktaFailure.Setup.class))
                        .extracting(OktaFailure::code)
                        .isEqualTo("okta.not-okta");
            }
        }

        @Test
        void anEndlessAnswerIsCut() {
            order(Fault.answer("GET", USERS + "/.*", 1, 200, "{\"a\":\"" + "x".repeat(OktaHttp.MOST_BYTES) + "\"}"));

            assertThatThrownBy(() -> directory.findUser(LOGIN)).isInstanceOf(OktaFailure.Unavailable.class);
        }
    }

    /** The SDK keeps every GET for five minutes. */
    @Test
    void aSecondReadSeesWhatHasChangedMeanwhile() throws Exception {
        OktaUser before = directory.findUser(LOGIN).orElseThrow();
        assertThat(directory.user(before.id()).orElseThrow().status()).isEqualTo(OktaUser.Status.ACTIVE);

        asAdministrator("POST", "/api/v1/users/" + before.id() + "/lifecycle/suspend", "");

        assertThat(directory.user(before.id()).orElseThrow().status()).isEqualTo(OktaUser.Status.SUSPENDED);
    }

    /** The SDK answers an empty account and loses the password. */
    @Test
    void theTemporaryPasswordIsReturned() throws Exception {
        OktaUser user = directory.findUser(LOGIN).orElseThrow();

        Secret password = directory.expirePasswordWithTemporaryPassword(user.id());

        JsonNode signedIn = asAdministrator(
                "POST",
                "/api/v1/authn",
                JsonMapper.builder()
                        .build()
                        .writeValueAsString(Map.of("username", LOGIN, "password", password.reveal())));
        assertThat(signedIn.path("status").asText()).isEqualTo("PASSWORD_EXPIRED");
    }

    /** The SDK remembers something for every thread id that ever called. */
    @Test
    void theMapsPerThreadStopAtTheNumberOfThreads() throws Exception {
        for (int i = 0; i < 40; i++) {
            var caller = new Thread(() -> directory.findUser(LOGIN));
            caller.start();
            caller.join();
        }

        ApiClient sdk = sandbox.calls.sdk();
        assertThat((Map<?, ?>) ReflectionTestUtils.getField(sdk, "lastStatusCodeByThread"))
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo(OktaSandbox.properties().threads());
        assertThat((Map<?, ?>) ReflectionTestUtils.getField(sdk, "lastResponseHeadersByThread"))
                .hasSizeLessThanOrEqualTo(OktaSandbox.properties().threads());
    }

    /** The SDK's builder takes an access token from the environment; the adapter does not use it. */
    @Test
    void nothingIsTakenFromSystemProperties() {
        System.setProperty("okta.client.oauth2.accessToken", "stray");
        System.setProperty("okta.client.orgUrl", "https://stray.okta.com");
        try (var fresh = OktaSandbox.start()) {
            assertThat(fresh.directory.findUser(LOGIN)).isPresent();
            assertThat(fresh.requests("GET", "/api/.*"))
                    .allSatisfy(seen -> assertThat(seen.requestHeaders().get("authorization"))
                            .noneMatch(value -> value.contains("stray")));
        } finally {
            System.clearProperty("okta.client.oauth2.accessToken");
            System.clearProperty("okta.client.orgUrl");
        }
    }

    @Nested
    class Bounds {

        @Test
        void aCallEndsAtItsDeadlineAndAChangeIsInDoubt() {
            try (var impatient = OktaSandbox.with(OktaSandbox.bounds(2, 2, 10, Duration.ofMillis(900)))) {
                impatient.directory.findUser(LOGIN);
                impatient.org.server().faults().order(Fault.delay("POST", USERS, 1, Duration.ofSeconds(3)));
                impatient.org.server().faults().order(Fault.delay("GET", USERS + "/.*", 1, Duration.ofSeconds(3)));
                Instant before = Instant.now();

                assertThatThrownBy(() -> impatient.directory.createUser(person("nora@example.com", PASSWORD)))
                        .isInstanceOf(OktaFailure.OutcomeUnknown.class);
                assertThatThrownBy(() -> impatient.directory.findUser(LOGIN))
                        .isInstanceOf(OktaFailure.Unavailable.class);

                assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofMillis(2800));
            }
        }

        @Test
        void aFullNodeSaysSoAndSendsNothing() throws Exception {
            try (var narrow = OktaSandbox.with(OktaSandbox.bounds(1, 1, 10, Duration.ofSeconds(8)))) {
                narrow.directory.findUser(LOGIN);
                narrow.org.server().faults().order(Fault.delay("GET", USERS + "/.*", 2, Duration.ofMillis(700)));

                List<Throwable> failures = inParallel(4, () -> narrow.directory.findUser(LOGIN));

                assertThat(failures)
                        .hasSizeBetween(2, 3)
                        .allSatisfy(f -> assertThat(f).isInstanceOf(OktaFailure.Busy.class));
                assertThat(narrow.requests("GET", USERS + "/.*")).hasSize(1 + 4 - failures.size());
            }
        }

        @Test
        void oneConnectionLeavesRoomForOthers() throws Exception {
            try (var shared = OktaSandbox.with(OktaSandbox.bounds(4, 10, 2, Duration.ofSeconds(8)))) {
                shared.directory.findUser(LOGIN);
                shared.org.server().faults().order(Fault.delay("GET", USERS + "/.*", 2, Duration.ofMillis(700)));

                List<Throwable> failures = inParallel(4, () -> shared.directory.findUser(LOGIN));

                assertThat(failures).hasSize(2).allSatisfy(f -> assertThat(f).isInstanceOf(OktaFailure.Busy.class));
            }
        }

        @Test
        void anUnreachableOrganisationLeavesNothingInDoubt() {
            directory.findUser(LOGIN);
            sandbox.vanish();

            assertThatThrownBy(() -> directory.createUser(person("nora@example.com", PASSWORD)))
                    .isInstanceOf(OktaFailure.Unavailable.class);
        }
    }

    private JsonNode asAdministrator(String method, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(sandbox.org.uri() + path))
                .header("Authorization", "SSWS sandbox-admin")
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return JsonMapper.builder().build().readTree(response.body());
    }

    /** Runs it in as many threads at the same time, and gives what they threw. */
    private static List<Throwable> inParallel(int threads, Runnable work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            var start = new CountDownLatch(1);
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(() -> {
                    start.await();
                    work.run();
                    return true;
                }));
            }
            start.countDown();
            List<Throwable> thrown = new ArrayList<>();
            for (Future<?> one : running) {
                try {
                    one.get();
                } catch (java.util.concurrent.ExecutionException e) {
                    thrown.add(e.getCause());
                }
            }
            return thrown;
        } finally {
            pool.shutdownNow();
        }
    }
}
