package io.latchkey.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.failure.LimitReached;
import io.latchkey.platform.failure.RetryableFailure;
import io.latchkey.platform.failure.TerminalFailure;
import io.latchkey.platform.http.AllowedLoopback;
import io.latchkey.platform.http.HttpProperties;
import io.latchkey.platform.http.OutboundAddresses;
import io.latchkey.platform.http.OutboundClients;
import io.latchkey.platform.http.OutboundProperties;
import io.latchkey.platform.http.OutboundRoutes;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.http.SandboxClock;
import io.latchkey.sandbox.webhook.WebhookReceiver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** One call, over real HTTP, to a receiver that fails in all the ways that receivers do. */
class WebhookCallsTest {

    private static final SandboxClock CLOCK = new SandboxClock();
    private static final WebhookReceiver RECEIVER = WebhookReceiver.start("localhost", 0, CLOCK);
    private static final String HOOK = "/hooks/alerts";
    private static final TenantId TENANT = new TenantId(new UUID(0, 7));
    private static final Instant OCCURRED_AT = Instant.parse("2026-11-26T12:00:00.123456Z");

    private final Secret secret = WebhookSecret.random(new SecureRandom());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RolloutProperties properties = new RolloutProperties(
            List.of("hooks.example.com"), Duration.ofMillis(500), Duration.ofSeconds(1), 2, 4, Duration.ofDays(7));
    private final Turns turns = new Turns(properties);
    private final WebhookHttp http;
    private final WebhookCalls calls;

    WebhookCallsTest() {
        var loopback =
                new AllowedLoopback(new HttpProperties(List.of(RECEIVER.uri().getAuthority())));
        var hosts = new WebhookHosts(loopback, properties);
        var outbound =
                new OutboundProperties(Duration.ofSeconds(2), Duration.ofSeconds(8), DataSize.ofMegabytes(1), null);
        // The listed host leads into our own network, as its owner may let it at any time.
        var addresses = new OutboundAddresses(loopback, outbound, List.of(hosts), host ->
                new InetAddress[] {InetAddress.getByName(host.equals("localhost") ? host : "10.0.0.1")});
        http = new WebhookHttp(new OutboundClients(addresses, new OutboundRoutes(loopback, outbound)), properties);
        calls = new WebhookCalls(hosts, http, turns, meters, CLOCK);
    }

    @BeforeEach
    void knowTheSecret() {
        RECEIVER.trust(WebhookSecret.written(secret).reveal());
    }

    @AfterEach
    void asBefore() throws Exception {
        RECEIVER.server().faults().clear();
        RECEIVER.trustNobody();
        http.destroy();
    }

    @AfterAll
    static void close() {
        RECEIVER.close();
    }

    private static final UUID ID = new UUID(0, 9);

    private static Message message(UUID id) {
        JsonNode input = JsonNodeFactory.instance
                .objectNode()
                .put("webhook", "alerts")
                .<com.fasterxml.jackson.databind.node.ObjectNode>set(
                        "request", JsonNodeFactory.instance.objectNode().put("id", "10042"))
                .set("data", JsonNodeFactory.instance.objectNode().put("who", "nörd@example.com"));
        return Message.ofStep(id, OCCURRED_AT, input);
    }

    private Target target(URI url) {
        return new Target("alerts", url, List.of(secret));
    }

    private int send(UUID id) {
        return calls.send(TENANT, target(RECEIVER.hook("alerts")), message(id), "call");
    }

    private RolloutFailure failure() {
        return catchThrowableOfType(RolloutFailure.class, () -> send(UUID.randomUUID()));
    }

    @Test
    void isSignedAndSaysWhatHappened() {
        UUID id = UUID.randomUUID();

        assertThat(send(id)).isEqualTo(204);

        var delivery = RECEIVER.deliveries().get(RECEIVER.deliveries().size() - 1);
        assertThat(delivery.id()).isEqualTo(id.toString());
        assertThat(delivery.body().path("timestamp").asText()).isEqualTo("2026-11-26T12:00:00.123Z");
        assertThat(delivery.body().path("data").path("who").asText()).isEqualTo("nörd@example.com");
        assertThat(meters.get("latchkey.remote.calls")
                        .tags("vendor", "webhook", "operation", "call", "outcome", "ok")
                        .timer()
                        .count())
                .isOne();
    }

    @Test
    void isTheSameMessageWhenItIsRepeated() {
        UUID id = UUID.randomUUID();
        RECEIVER.server().faults().order(Fault.cutAfter("POST", HOOK, 1));

        assertThatThrownBy(() -> send(id)).isInstanceOf(RolloutFailure.NoAnswer.class);
        assertThat(send(id)).isEqualTo(204);

        assertThat(RECEIVER.deliveries())
                .filteredOn(one -> one.id().equals(id.toString()))
                .singleElement()
                .satisfies(one -> assertThat(one.times()).isEqualTo(2));
    }

    @Test
    void isNotTakenWithAnotherSecret() {
        RECEIVER.trustNobody();
        RECEIVER.trust(
                WebhookSecret.written(WebhookSecret.random(new SecureRandom())).reveal());

        assertThat(failure()).isInstanceOf(RolloutFailure.Refused.class).hasMessageContaining("401");
    }

    /** While an old secret overlaps, a receiver that knows either takes it. */
    @Test
    void isTakenByWhoeverKnowsOneOfTwoSecrets() {
        Target both = new Target(
                "alerts", RECEIVER.hook("alerts"), List.of(WebhookSecret.random(new SecureRandom()), secret));

        assertThat(calls.send(TENANT, both, message(UUID.randomUUID()), "call")).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 500, 502, 503, 599})
    void isRepeatedLaterAfter(int status) {
        RECEIVER.server()
                .faults()
                .order(Fault.answer("POST", HOOK, 1, status, "{}").withHeader("Retry-After", "7"));

        RolloutFailure failure = failure();

        assertThat(failure).isInstanceOf(RetryableFailure.class).isNotInstanceOf(LimitReached.class);
        assertThat(((RetryableFailure) failure).retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(failure.status()).contains(status);
    }

    @Test
    void waitsForALimitAsLongAsItSays() {
        RECEIVER.server()
                .faults()
                .order(Fault.answer("POST", HOOK, 1, 429, "{}").withHeader("Retry-After", "90"));

        assertThat(failure())
                .isInstanceOfSatisfying(
                        RolloutFailure.RateLimited.class,
                        limited -> assertThat(limited.retryAfter()).contains(Duration.ofSeconds(90)))
                .isInstanceOf(LimitReached.class);

        RECEIVER.server().faults().order(Fault.answer("POST", HOOK, 1, 429, "{}"));
        assertThat(((RetryableFailure) failure()).retryAfter()).contains(Duration.ofSeconds(30));
    }

    /** Each try asks Jira first whether the request is still wanted, so that a receiver must not set the pace. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "Thu, 01 Jan 1970 00:00:00 GMT"})
    void isNeverCalledAgainAtOnceAfterALimit(String retryAfter) {
        RECEIVER.server()
                .faults()
                .order(Fault.answer("POST", HOOK, 1, 429, "{}").withHeader("Retry-After", retryAfter));

        assertThat(((RetryableFailure) failure()).retryAfter()).contains(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410, 413, 422, 304})
    void isNotRepeatedAfter(int status) {
        RECEIVER.server().faults().order(Fault.answer("POST", HOOK, 1, status, ""));

        assertThat(failure())
                .isInstanceOf(TerminalFailure.class)
                .hasMessageContaining("alerts answered " + status)
                .hasMessageNotContaining("localhost");
    }

    /** What is signed must not wander to whom nobody has named. */
    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsNoRedirect(int status) {
        RECEIVER.server()
                .faults()
                .order(Fault.answer("POST", HOOK, 1, status, "")
                        .withHeader("Location", RECEIVER.hook("stray").toString()));

        assertThat(failure()).isInstanceOf(RolloutFailure.Refused.class).hasMessageContaining("redirect");

        assertThat(RECEIVER.deliveries("stray")).isEmpty();
        assertThat(RECEIVER.server().traffic().matching(call -> call.path().contains("stray")))
                .isEmpty();
    }

    @Test
    void endsWhenItsTimeIsUp() {
        RECEIVER.server().faults().order(Fault.delay("POST", HOOK, 1, Duration.ofSeconds(3)));
        long began = System.nanoTime();

        assertThat(failure()).isInstanceOf(RolloutFailure.NoAnswer.class).hasMessageContaining("too long");

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
        for (int turn = 0; turn < properties.callsPerTenant(); turn++) {
            assertThat(turns.take(TENANT)).as("its turn was given back").isTrue();
        }
    }

    /** An answer is no place for anything that is needed; whoever sends much is left. */
    @Test
    void readsNoLongAnswers() {
        RECEIVER.server()
                .faults()
                .order(Fault.answer("POST", HOOK, 1, 200, "{\"x\":\"" + "y".repeat(8_000_000) + "\"}"));

        assertThat(send(UUID.randomUUID())).isEqualTo(200);
        assertThat(send(UUID.randomUUID())).isEqualTo(204);
    }

    @Test
    void isRepeatedWhenNobodyListens() {
        RECEIVER.server().faults().order(Fault.cutBefore("POST", HOOK, 1));

        assertThat(failure()).isInstanceOf(RolloutFailure.NoAnswer.class).isInstanceOf(RetryableFailure.class);
        assertThat(meters.get("latchkey.remote.calls")
                        .tags("outcome", "lost")
                        .timer()
                        .count())
                .isOne();
    }

    /** Whose host the operator has listed, and whoever its owner lets it lead to. */
    @Test
    void neverGoesToAnAddressThatIsNotPublic() {
        assertThatThrownBy(() ->
                        calls.send(TENANT, target(URI.create("https://hooks.example.com/x")), message(ID), "call"))
                .isInstanceOf(RolloutFailure.NoAnswer.class)
                .hasMessageContaining("not public");
    }

    /** The operator may have taken it from the list after it was registered. */
    @Test
    void neverGoesToAHostThatIsNotListed() {
        assertThatThrownBy(() ->
                        calls.send(TENANT, target(URI.create("https://other.example.com/x")), message(ID), "call"))
                .isInstanceOf(RolloutFailure.NotAllowed.class)
                .isInstanceOf(TerminalFailure.class)
                .hasMessageContaining("other.example.com");
        assertThat(meters.find("latchkey.remote.calls").timer()).isNull();
    }

    @Test
    void waitsForItsTurn() {
        turns.take(TENANT);
        turns.take(TENANT);

        assertThat(failure()).isInstanceOf(RolloutFailure.Busy.class).isInstanceOf(LimitReached.class);
    }

    /** A receiver refuses what was recorded and is sent again later. */
    @Test
    void carriesTheTimeOfTheAttempt() {
        var late = new WebhookCalls(
                new WebhookHosts(
                        new AllowedLoopback(
                                new HttpProperties(List.of(RECEIVER.uri().getAuthority()))),
                        properties),
                http,
                turns,
                meters,
                Clock.offset(CLOCK, Duration.ofMinutes(-6)));

        assertThatThrownBy(() -> late.send(TENANT, target(RECEIVER.hook("alerts")), message(ID), "call"))
                .isInstanceOf(RolloutFailure.Refused.class);
    }
}
