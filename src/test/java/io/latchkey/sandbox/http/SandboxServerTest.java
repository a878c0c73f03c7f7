package io.latchkey.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.springframework.web.servlet.function.RouterFunctions.route;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.function.ServerResponse;

class SandboxServerTest {

    private final AtomicInteger done = new AtomicInteger();
    private final SandboxServer server = SandboxServer.start(
            "echo",
            "localhost",
            0,
            route().POST("/things/{id}", request -> {
                        done.incrementAndGet();
                        return ServerResponse.ok()
                                .body(Map.of("id", request.pathVariable("id"), "said", request.body(String.class)));
                    })
                    .build());
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void answersAndRemembersWhatWasSaid() throws Exception {
        HttpResponse<String> answer = post();

        assertThat(answer.body()).contains("\"said\":\"hello\"");
        Exchange exchange = server.traffic().all().get(0);
        assertThat(exchange.path()).isEqualTo("/things/7");
        assertThat(exchange.requestText()).isEqualTo("hello");
        assertThat(exchange.responseText()).isEqualTo(answer.body());
    }

    @Test
    void strikesAsOftenAsOrdered() throws Exception {
        server.faults().order(Fault.answer("POST", "/things/.*", 1, 503, "{}").withHeader("Retry-After", "2"));

        HttpResponse<String> struck = post();
        HttpResponse<String> fine = post();

        assertThat(struck.statusCode()).isEqualTo(503);
        assertThat(struck.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(fine.statusCode()).isEqualTo(200);
        assertThat(done).hasValue(1);
    }

    @Test
    void losesTheAnswerOfWhatItDid() {
        server.faults().order(Fault.cutAfter("POST", "/things/.*", 1));

        assertThatThrownBy(this::post).isInstanceOf(IOException.class);
        assertThat(done).hasValue(1);
    }

    @Test
    void cutsBeforeAnythingIsDone() {
        server.faults().order(Fault.cutBefore("POST", "/things/.*", 1));

        assertThatThrownBy(this::post).isInstanceOf(IOException.class);
        assertThat(done).hasValue(0);
    }

    @Test
    void isNotThereForAWhile() throws Exception {
        server.refuse(Duration.ofMillis(300));

        await().ignoreExceptions().until(() -> {
            assertThatThrownBy(this::post).isInstanceOf(ConnectException.class);
            return true;
        });
        await().ignoreExceptions().until(() -> post().statusCode() == 200);
    }

    private HttpResponse<String> post() throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.uri() + "/things/7"))
                        .POST(HttpRequest.BodyPublishers.ofString("hello"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
