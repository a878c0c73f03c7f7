package io.latchkey.sandbox.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.latchkey.sandbox.Sandbox;
import io.latchkey.sandbox.jira.Onboarding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Forge sends again, and when. Source: "Forge Remote invocation contract": events and schedules four times more, each after
 * 60 s, when they are not answered with 2xx.
 */
class ForgePlatformTest {

    private static final Duration A_MINUTE = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();

    private record Call(String path, JsonNode body, boolean withSystemToken) {}

    private final Sandbox sandbox = Sandbox.start();
    private final ForgePlatform forge = ForgePlatform.start(sandbox.jira(), sandbox.clock(), Sandbox.HOST);
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger failing = new AtomicInteger();
    private final AtomicInteger status = new AtomicInteger(503);
    private final HttpServer remote;

    ForgePlatformTest() throws IOException {
        remote = HttpServer.create(new InetSocketAddress(InetAddress.getByName(Sandbox.HOST), 0), 0);
        remote.createContext("/", this::answer);
        remote.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        boolean fails = failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        calls.add(new Call(
                exchange.getRequestURI().getPath(),
                body,
                exchange.getRequestHeaders().containsKey("x-forge-oauth-system")));
        exchange.sendResponseHeaders(fails ? status.get() : 200, -1);
        exchange.close();
    }

    @BeforeEach
    void install() {
        assertThat(forge.install(URI.create(
                        "http://" + Sandbox.HOST + ":" + remote.getAddress().getPort())))
                .isEqualTo(200);
        calls.clear();
    }

    @AfterEach
    void close() {
        remote.stop(0);
        forge.close();
        sandbox.close();
    }

    @Test
    void anEventIsSentAgainFourTimesAMinuteApart() {
        failing.set(100);

        sandbox.jira().raise(Onboarding.newcomer(1));
        awaitCalls(1);
        for (int again = 1; again <= 4; again++) {
            sandbox.clock().advance(A_MINUTE.minusSeconds(2));
            assertThat(forge.isAnnouncing()).as("waits for its minute").isTrue();
            assertThat(calls).hasSize(again);
            sandbox.clock().advance(Duration.ofSeconds(3));
            awaitCalls(again + 1);
            assertThat(calls.get(again).body().path("retryContext").toString())
                    .isEqualTo("{\"retryCount\":" + again
                            + ",\"retryReason\":\"INVALID_REMOTE_INVOCATION_ERROR\",\"retryData\":null}");
        }

        await().until(() -> !forge.isAnnouncing());
        assertThat(calls).hasSize(5).allMatch(call -> call.path().equals("/forge/issue-events"));
        assertThat(calls.get(0).body().has("retryContext")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/forge/installed", "/forge/upgraded", "/forge/schedule"})
    void whatForgeItselfTellsIsSentAgainToo(String path) {
        failing.set(2);
        status.set(401);

        assertThat(tell(path)).isEqualTo(401);
        for (int again = 1; again <= 2; again++) {
            sandbox.clock().advance(A_MINUTE);
            awaitCalls(again + 1);
        }

        await().until(() -> !forge.isAnnouncing());
        assertThat(calls).hasSize(3).allMatch(call -> call.path().equals(path) && call.withSystemToken());
        assertThat(calls.get(2).body().at("/retryContext/retryReason").asText())
                .isEqualTo("INVALID_FORGE_INVOCATION_TOKEN");
    }

    private int tell(String path) {
        return switch (path) {
            case "/forge/installed" ->
                forge.install(URI.create(
                        "http://" + Sandbox.HOST + ":" + remote.getAddress().getPort()));
            case "/forge/upgraded" -> forge.upgrade();
            default -> forge.hour();
        };
    }

    /** Its endpoint asks for no token, and afterwards nobody is there who would be told again. */
    @Test
    void aRemovalIsToldOnceAndWithoutAToken() {
        failing.set(1);

        assertThat(forge.uninstall()).isEqualTo(503);

        assertThat(forge.isAnnouncing()).isFalse();
        assertThat(calls).singleElement().satisfies(call -> {
            assertThat(call.path()).isEqualTo("/forge/uninstalling");
            assertThat(call.withSystemToken()).isFalse();
        });
    }

    private void awaitCalls(int many) {
        await().untilAsserted(() -> assertThat(calls).hasSize(many));
        // Or the minute would begin later than the test thinks.
        await().until(() -> !forge.isTrying());
    }
}
