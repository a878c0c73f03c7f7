package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.latchkey.platform.db.DatabaseOutage;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.jira.JiraRules;
import io.latchkey.sandbox.jira.Onboarding;
import io.latchkey.testing.Effects;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.TestPostgres;
import io.latchkey.testing.UsuallyThroughConnect;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.slf4j.LoggerFactory;

/** PostgreSQL is stopped under a running node, and started again. */
@UsuallyThroughConnect
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DatabaseOutageIT {

    private static final String GONE = "no connection to the database can be had";
    private static final int CLIENTS = 4;
    private static final int ROUNDS = 5;
    private static final Duration HELD = Duration.ofMillis(1_500);

    private static final TestPostgres POSTGRES = TestPostgres.start();
    private static final RunningProduct PRODUCT = RunningProduct.setUp(
            POSTGRES,
            Map.of(
                    "spring.datasource.hikari.connection-timeout", "500",
                    "latchkey.audit.seal-every", "50ms",
                    "latchkey.work.heartbeat-every", "200ms",
                    "latchkey.work.lease", "4s",
                    "latchkey.work.call-limit", "3s",
                    "latchkey.okta.deadline", "3s",
                    "latchkey.outbound.call-timeout", "3s",
                    "latchkey.rollout.call-timeout", "3s"));
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static {
        PRODUCT.jira().rules().set(JiraRules.WEBHOOK_RETRY_DELAY_MILLIS, 100);
        PRODUCT.jira().rules().set(JiraRules.WEBHOOK_RETRIES, 1_000);
    }

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        ((Logger) LoggerFactory.getLogger(DatabaseOutage.class)).setLevel(Level.INFO);
        log.start();
        root.addAppender(log);
    }

    /** A statement that was under way when its connection was lost may say so, once. */
    private void forgetWhatWasUnderWay() {
        synchronized (log) {
            log.list.clear();
        }
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(log);
    }

    @AfterAll
    static void close() {
        PRODUCT.close();
        POSTGRES.close();
    }

    @Test
    void isAnswered503WithOneLineAndEndsByItself() throws Exception {
        POSTGRES.stop();
        RunningProduct.await().until(() -> lines(GONE).size() == 1);
        assertUnavailable(signal(unknownToken()));
        assertThat(lines(GONE)).hasSize(1);
        forgetWhatWasUnderWay();
        for (int n = 0; n < 4; n++) {
            // The first is refused by an endpoint, the second by a filter before any endpoint.
            assertUnavailable(signal(unknownToken()));
            assertUnavailable(signal("JWT " + tokenOfAnUnknownSite()));
            assertThat(health().statusCode()).isEqualTo(503);
        }
        assertThat(lines(GONE)).isEmpty();

        POSTGRES.restart();
        PRODUCT.reconnect();

        RunningProduct.await().until(() -> health().statusCode() == 200);
        assertThat(signal(unknownToken()).statusCode()).isEqualTo(401);
        RunningProduct.await().until(() -> lines("the database is back").size() == 1);
        assertThat(stackTraces()).isEmpty();
        String key = PRODUCT.approved(RunningProduct.newcomer());
        PRODUCT.awaitRun(key, "done");
    }

    /**
     * Some have a connection in their hands when it is lost, and cannot even roll back. The last one, since a node that was asked
     * this often about unknown tokens looks none up for a while.
     */
    @Test
    @Order(Integer.MAX_VALUE)
    void answersEverybody503WhoeverAsksWhileItIsStopped() throws Exception {
        Set<Integer> before = ConcurrentHashMap.newKeySet();
        Set<Integer> during = ConcurrentHashMap.newKeySet();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        for (int round = 0; round < ROUNDS; round++) {
            var answers = new CountDownLatch(CLIENTS);
            var stopped = new AtomicBoolean();
            List<Future<?>> asking = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                asking.add(clients.submit(() -> {
                    before.add(signal(unknownToken()).statusCode());
                    answers.countDown();
                    boolean last;
                    do {
                        last = stopped.get();
                        during.add(signal(unknownToken()).statusCode());
                    } while (!last);
                    return null;
                }));
            }
            answers.await();

            POSTGRES.stop();
            stopped.set(true);
            for (Future<?> client : asking) {
                client.get();
            }

            POSTGRES.restart();
            PRODUCT.reconnect();
            RunningProduct.await().until(() -> health().statusCode() == 200);
        }
        clients.shutdown();

        // 429: a node that is asked this often about unknown tokens looks none up for a moment.
        assertThat(before).isSubsetOf(401, 429);
        assertThat(during).contains(503).isSubsetOf(401, 429, 503);
    }

    /** The account is made while nobody can record it: it is found, and not made again. */
    @Test
    void thatInterruptsARunIsWaitedForAndNothingIsRepeated() {
        Onboarding nora = RunningProduct.newcomer();
        PRODUCT.okta().server().faults().order(Fault.delay("POST", "/api/v1/users", 1, HELD));
        String key = PRODUCT.approved(nora);
        RunningProduct.await()
                .until(() -> PRODUCT.okta().server().faults().left().isEmpty());

        POSTGRES.stop();
        RunningProduct.await()
                .until(() -> PRODUCT.okta().systemLog().stream()
                        .anyMatch(event -> event.path("target").toString().contains(nora.workEmail())));
        POSTGRES.restart();
        PRODUCT.reconnect();

        RunningProduct.await().until(() -> health().statusCode() == 200);
        PRODUCT.awaitRun(key, "done");
        assertThat(new Effects(PRODUCT).accountsCreated(nora)).isEqualTo(1);
    }

    private static void assertUnavailable(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(answer.body()).contains("\"code\":\"database.unavailable\"");
    }

    private static HttpResponse<String> signal(String authorization) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(PRODUCT.uri().resolve("/automation/signals"))
                        .header("Authorization", authorization)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"issue\":{\"id\":\"10001\"}}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> health() throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(PRODUCT.uri().resolve("/actuator/health"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String unknownToken() {
        return "Bearer " + UUID.randomUUID() + ".unknown";
    }

    private static String tokenOfAnUnknownSite() throws Exception {
        Instant now = Instant.now();
        var token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder()
                        .issuer("site-" + now.toEpochMilli())
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(60)))
                        .build());
        token.sign(new MACSigner("0123456789abcdef0123456789abcdef"));
        return token.serialize();
    }

    private List<String> lines(String text) {
        return events().stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains(text))
                .toList();
    }

    /** Of whatever was logged at a level that operators see. */
    private List<String> stackTraces() {
        return events().stream()
                .filter(event ->
                        event.getThrowableProxy() != null && event.getLevel().isGreaterOrEqual(Level.INFO))
                .map(event -> event.getLoggerName() + " " + event.getFormattedMessage() + " "
                        + event.getThrowableProxy().getMessage())
                .toList();
    }

    private List<ILoggingEvent> events() {
        synchronized (log) {
            return List.copyOf(log.list);
        }
    }
}
