package io.latchkey.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Plain HTTP with JSON, as one caller of one system. */
public final class Http {

    private static final int PATIENCE = 3;
    private static final long LONGEST_WAIT_SECONDS = 10;
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final URI base;
    private final Function<String, Map<String, String>> headers;
    private final boolean onPages;

    private Http(URI base, Function<String, Map<String, String>> headers, boolean onPages) {
        this.base = base;
        this.headers = headers;
        this.onPages = onPages;
    }

    /** A caller that says nothing about itself. */
    public static Http at(URI base) {
        return new Http(base, path -> Map.of(), false);
    }

    /** A person with basic authentication. */
    public Http as(String user, String password) {
        String pair = user + ":" + password;
        return authorized("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    /** With this Authorization header. */
    public Http authorized(String header) {
        return new Http(base, path -> Map.of("Authorization", header), false);
    }

    /**
     * As pages of a Forge app call, with headers that are made for each call's path: Forge hands on JSON objects only, so another
     * document goes as a text in one.
     */
    public Http onPages(Function<String, Map<String, String>> made) {
        return new Http(base, made, true);
    }

    /** With one more header. */
    public Http and(String name, String value) {
        return new Http(
                base,
                path -> {
                    var all = new HashMap<>(headers.apply(path));
                    all.put(name, value);
                    return all;
                },
                onPages);
    }

    /** GET, which must answer 2xx; asked to come back a little later, it does. */
    public JsonNode get(String path) {
        return expect2xx(patiently("GET", path, null));
    }

    /** POST of JSON, which must answer 2xx. */
    public JsonNode post(String path, Object body) {
        return expect2xx(send("POST", path, body));
    }

    /** POST of YAML, which must answer 2xx. */
    public JsonNode postYaml(String path, String yaml) {
        return expect2xx(sendYaml(path, yaml));
    }

    /** POST of YAML, with whatever answer. */
    public HttpResponse<String> sendYaml(String path, String yaml) {
        return send("POST", path, yaml, "application/yaml");
    }

    /** PUT of JSON, which must answer 2xx; asked to come back a little later, it does. */
    public JsonNode put(String path, Object body) {
        return expect2xx(patiently("PUT", path, body));
    }

    /** What may be repeated without harm is, when the answer is 503 with a Retry-After: a few times, as it says. */
    private HttpResponse<String> patiently(String method, String path, @Nullable Object body) {
        HttpResponse<String> answer = send(method, path, body);
        for (int again = 0; again < PATIENCE && answer.statusCode() == 503; again++) {
            long seconds = answer.headers().firstValueAsLong("Retry-After").orElse(-1);
            if (seconds < 0 || seconds > LONGEST_WAIT_SECONDS) {
                return answer;
            }
            try {
                TimeUnit.SECONDS.sleep(seconds);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            answer = send(method, path, body);
        }
        return answer;
    }

    /** Any request, with whatever answer. */
    public HttpResponse<String> send(String method, String path, @Nullable Object body) {
        return send(method, path, body, "application/json");
    }

    private HttpResponse<String> send(String method, String path, @Nullable Object body, String type) {
        try {
            var request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(30));
            headers.apply(path).forEach(request::header);
            if (body != null && onPages && !type.equals("application/json")) {
                request.header("Content-Type", "application/json")
                        .header("X-Latchkey-Content-Type", type)
                        .method(
                                method,
                                HttpRequest.BodyPublishers.ofString(
                                        JSON.writeValueAsString(Map.of("text", text(body)))));
            } else if (body == null) {
                request.method(method, HttpRequest.BodyPublishers.noBody());
            } else {
                request.header("Content-Type", type).method(method, HttpRequest.BodyPublishers.ofString(text(body)));
            }
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + base + path + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The JSON of an answer. */
    public static JsonNode json(HttpResponse<String> answer) {
        try {
            return answer.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON: " + answer.body(), e);
        }
    }

    private static String text(Object body) throws JsonProcessingException {
        return body instanceof String text ? text : JSON.writeValueAsString(body);
    }

    private static JsonNode expect2xx(HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(answer.request().method() + " " + answer.uri() + " answered "
                    + answer.statusCode() + ": " + answer.body());
        }
        return json(answer);
    }
}
