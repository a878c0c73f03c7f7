package io.latchkey.sandbox.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * One rule of Jira Automation: when an issue enters Approved, "Send web request". The request carries what the rule says
 * and no signature or identity of its own (documented). It is sent once. Safe for many threads.
 */
final class Automation implements ChangeListener, AutoCloseable {

    /** The rule: where, the headers (hidden ones included) and the body with smart values. */
    record Rule(URI url, Map<String, String> headers, String body) {

        static Rule read(JsonNode json) {
            var headers = new LinkedHashMap<String, String>();
            json.path("headers")
                    .properties()
                    .forEach(entry ->
                            headers.put(entry.getKey(), entry.getValue().asText()));
            JsonNode body = json.path("body");
            return new Rule(
                    URI.create(json.path("url").asText()),
                    headers,
                    body.isContainerNode()
                            ? body.toString()
                            : body.asText("{\"issue\":{\"id\":\"{{issue.id}}\",\"key\":\"{{issue.key}}\"}}"));
        }
    }

    private record Run(String issueKey, int status) {}

    private final HttpClient http;
    private final ExecutorService sender = Executors.newSingleThreadExecutor(runnable -> {
        var thread = new Thread(runnable, "jira-automation");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Run> runs = new ArrayList<>();
    private @Nullable Rule rule;

    Automation(HttpClient http) {
        this.http = http;
    }

    synchronized void use(@Nullable Rule newRule) {
        rule = newRule;
    }

    synchronized ObjectNode shape() {
        ObjectNode shape = Json.object();
        Rule current = rule;
        if (current == null) {
            shape.putNull("rule");
        } else {
            ObjectNode one = shape.putObject("rule").put("url", current.url().toString());
            one.set("headers", Json.strings(current.headers().keySet()));
            one.put("body", current.body());
        }
        shape.set(
                "runs",
                Json.array(
                        runs,
                        run -> Json.object().put("issueKey", run.issueKey()).put("status", run.status())));
        return shape;
    }

    @Override
    public synchronized void changed(Change change) {
        Rule current = rule;
        if (current != null && change.entered() == Status.APPROVED) {
            String body = filled(current.body(), change.issue());
            String key = change.issue().key();
            sender.execute(() -> send(current, body, key));
        }
    }

    private static String filled(String template, Issue issue) {
        return template.replace("{{issue.id}}", issue.id())
                .replace("{{issue.key}}", issue.key())
                .replace("{{issue.summary}}", issue.summary())
                .replace("{{issue.status.name}}", issue.status().label());
    }

    private void send(Rule current, String body, String issueKey) {
        var request = HttpRequest.newBuilder(current.url())
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        request.setHeader("Content-Type", "application/json");
        current.headers().forEach(request::setHeader);
        int status;
        try {
            status = http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            status = 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        synchronized (this) {
            runs.add(new Run(issueKey, status));
        }
    }

    @Override
    public void close() {
        sender.shutdownNow();
    }
}
