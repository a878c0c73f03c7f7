package io.latchkey.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.web.servlet.function.RouterFunctions.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.function.ServerResponse;

class ControlTest {

    private final CompletableFuture<SandboxServer> started = new CompletableFuture<>();
    private final SandboxClock clock = new SandboxClock();
    private final Rules rules = new Rules()
            .flag("strict", true, "refuses unknown fields", "documented")
            .number("lag-millis", 300, "how late", "documented");
    private final SandboxServer server = SandboxServer.start(
            "echo",
            "localhost",
            0,
            route().GET("/things", request -> ServerResponse.ok().body("here"))
                    .add(Control.routes(
                            () -> started.join().traffic(), () -> started.join().faults(), clock, rules))
                    .build());
    private final HttpClient client = HttpClient.newHttpClient();

    ControlTest() {
        started.complete(server);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void movesTheClock() throws Exception {
        Instant before = clock.instant();

        JsonNode answer = send("POST", "/sandbox/clock", "{\"advanceSeconds\":7200}", 200);

        assertThat(Instant.parse(answer.get("now").asText())).isAfter(before.plus(Duration.ofMinutes(119)));
        assertThat(clock.instant()).isAfter(before.plus(Duration.ofMinutes(119)));
    }

    @Test
    void showsTheTrafficOfAPathAndForgetsIt() throws Exception {
        client.send(
                HttpRequest.newBuilder(URI.create(server.uri() + "/things?a=1")).build(),
                HttpResponse.BodyHandlers.ofString());

        JsonNode shown = send("GET", "/sandbox/traffic?path=/things", "", 200);
        JsonNode others = send("GET", "/sandbox/traffic?path=/other.*", "", 200);
        send("DELETE", "/sandbox/traffic", "", 204);

        assertThat(shown).hasSize(1);
        assertThat(shown.get(0).get("query").asText()).isEqualTo("a=1");
        assertThat(shown.get(0).get("responseBody").asText()).contains("here");
        assertThat(others).isEmpty();
        assertThat(server.traffic().all()).isEmpty();
    }

    @Test
    void ordersAFault() throws Exception {
        send(
                "POST",
                "/sandbox/faults",
                "{\"method\":\"GET\",\"path\":\"/things\",\"status\":503,\"headers\":{\"Retry-After\":\"3\"},\"body\":{\"a\":1}}",
                200);

        JsonNode left = send("GET", "/sandbox/faults", "", 200);
        HttpResponse<String> struck = client.send(
                HttpRequest.newBuilder(URI.create(server.uri() + "/things")).build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(left).hasSize(1);
        assertThat(struck.statusCode()).isEqualTo(503);
        assertThat(struck.headers().firstValue("Retry-After")).hasValue("3");
        assertThat(struck.body()).isEqualTo("{\"a\":1}");
    }

    @Test
    void changesARuleOnlyToAValueOfItsType() throws Exception {
        send("PUT", "/sandbox/rules/strict", "{\"value\":false}", 200);
        JsonNode refused = send("PUT", "/sandbox/rules/lag-millis", "{\"value\":\"soon\"}", 400);
        JsonNode unknown = send("PUT", "/sandbox/rules/nothing", "{\"value\":1}", 400);

        assertThat(rules.isOn("strict")).isFalse();
        assertThat(rules.number("lag-millis")).isEqualTo(300);
        assertThat(refused.get("error").asText()).contains("300");
        assertThat(unknown.get("error").asText()).contains("nothing");
        assertThat(send("GET", "/sandbox/rules", "", 200)).hasSize(2);
    }

    private JsonNode send(String method, String path, String body, int expected) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(server.uri() + path))
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected);
        return new ObjectMapper().readTree(answer.body());
    }
}
