package io.latchkey.sandbox.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Installs apps from their descriptors and calls their lifecycle callbacks: {@code installed} and {@code uninstalled}
 * signed RS256, {@code enabled} and {@code disabled} HS256 with the shared secret (documented). An app whose {@code
 * installed} callback does not answer 2xx is not installed. Safe for many threads; holds no lock while it calls.
 */
final class ConnectHost {

    /** What came of a call to an app: status codes by callback; 0 when the app did not answer. */
    record Outcome(ConnectApp app, Map<String, Integer> statuses) {

        boolean succeeded() {
            return statuses.values().stream().allMatch(status -> status / 100 == 2);
        }

        ObjectNode shape() {
            ObjectNode shape = Json.object()
                    .put("key", app.key())
                    .put("clientKey", app.clientKey())
                    .put("state", app.state().name());
            ObjectNode codes = shape.putObject("statuses");
            statuses.forEach(codes::put);
            return shape;
        }
    }

    private final Links links;
    private final String cloudId;
    private final People people;
    private final HttpClient http;
    private final InstallKeys keys = new InstallKeys();
    private final SecureRandom random = new SecureRandom();
    private final Map<String, ConnectApp> apps = new LinkedHashMap<>();

    ConnectHost(Links links, String cloudId, People people, HttpClient http) {
        this.links = links;
        this.cloudId = cloudId;
        this.people = people;
        this.http = http;
    }

    InstallKeys keys() {
        return keys;
    }

    synchronized List<ConnectApp> all() {
        return List.copyOf(apps.values());
    }

    synchronized Optional<ConnectApp> find(String key) {
        return Optional.ofNullable(apps.get(key));
    }

    ConnectApp get(String key) {
        return find(key).orElseThrow(() -> new Refusal(404, "no app with the key " + key + " is or was installed"));
    }

    private synchronized void put(ConnectApp app) {
        apps.put(app.key(), app);
    }

    /** Fetches the descriptor and installs the app, or installs it again with a new secret. */
    Outcome install(URI descriptorUrl) {
        JsonNode descriptor = fetch(descriptorUrl);
        String key = descriptor.path("key").asText();
        if (key.isEmpty() || descriptor.path("baseUrl").asText().isEmpty()) {
            throw new Refusal(400, "the descriptor has no key or no baseUrl");
        }
        Optional<ConnectApp> before = find(key);
        var app = new ConnectApp(
                key,
                descriptorUrl,
                descriptor,
                before.map(ConnectApp::clientKey)
                        .orElseGet(() -> UUID.randomUUID().toString()),
                newSecret(),
                before.map(ConnectApp::account).orElseGet(() -> account(descriptor)),
                ConnectApp.State.INSTALLED);
        people.put(app.account());
        // The app may call back with the new secret before it has answered.
        put(app);
        var statuses = new LinkedHashMap<String, Integer>();
        int installed = call(app, "installed", true);
        statuses.put("installed", installed);
        if (installed / 100 != 2) {
            ConnectApp left = before.orElseGet(() -> app.in(ConnectApp.State.UNINSTALLED));
            put(left);
            return new Outcome(left, statuses);
        }
        if (app.lifecyclePath("enabled") != null) {
            statuses.put("enabled", call(app, "enabled", false));
        }
        return new Outcome(app, statuses);
    }

    Outcome reinstall(String key) {
        return install(get(key).descriptorUrl());
    }

    /** Switches an app off; its calls are refused and its webhooks are not sent. */
    Outcome disable(String key) {
        return change(get(key), "disabled", ConnectApp.State.DISABLED, false);
    }

    Outcome enable(String key) {
        return change(get(key), "enabled", ConnectApp.State.INSTALLED, false);
    }

    /** Sends {@code disabled}, then {@code uninstalled}; whatever the app answers, it is gone. */
    Outcome uninstall(String key) {
        var statuses = new LinkedHashMap<String, Integer>();
        if (get(key).isEnabled()) {
            statuses.putAll(disable(key).statuses());
        }
        Outcome last = change(get(key), "uninstalled", ConnectApp.State.UNINSTALLED, true);
        statuses.putAll(last.statuses());
        return new Outcome(last.app(), statuses);
    }

    private Outcome change(ConnectApp app, String event, ConnectApp.State state, boolean signedInstall) {
        ConnectApp changed = app.in(state);
        put(changed);
        if (app.lifecyclePath(event) == null) {
            return new Outcome(changed, Map.of());
        }
        return new Outcome(changed, Map.of(event, call(changed, event, signedInstall)));
    }

    private int call(ConnectApp app, String event, boolean signedInstall) {
        String path = app.lifecyclePath(event);
        if (path == null) {
            throw new Refusal(400, "the descriptor names no lifecycle callback " + event);
        }
        URI url = URI.create(app.baseUrl() + path);
        String qsh = Qsh.of("POST", url, app.baseUrl());
        String subject = Cast.ADA.accountId();
        String jwt = signedInstall
                ? ConnectJwt.signedInstall(app, keys.current(), qsh, subject)
                : ConnectJwt.symmetric(app, qsh, subject);
        var request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "JWT " + jwt)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        lifecycleBody(app, event).toString()))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The documented fields of a lifecycle callback; the secret is only told at the installation. */
    private ObjectNode lifecycleBody(ConnectApp app, String event) {
        ObjectNode body = Json.object().put("key", app.key()).put("clientKey", app.clientKey());
        if (event.equals("installed")) {
            body.put("sharedSecret", app.sharedSecret());
        }
        return body.put("serverVersion", "100000")
                .put("pluginsVersion", "1001.0.0.SNAPSHOT")
                .put("baseUrl", links.base())
                .put("displayUrl", links.display())
                .put("displayUrlServicedeskHelpCenter", links.helpCenter())
                .put("productType", "jira")
                .put("description", "Atlassian Jira at " + links.base())
                .put("cloudId", cloudId)
                .put("eventType", event);
    }

    private JsonNode fetch(URI url) {
        try {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(20)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new Refusal(400, "the descriptor's URL answered " + answer.statusCode());
            }
            return Json.MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw new Refusal(400, "the descriptor could not be read: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Person account(JsonNode descriptor) {
        String key = descriptor.path("key").asText();
        var id = UUID.nameUUIDFromBytes(key.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return new Person(
                "557058:" + id,
                descriptor.path("name").asText(key),
                id + "@connect.atlassian.com",
                "app",
                true,
                "Etc/GMT",
                Role.APP);
    }

    private String newSecret() {
        byte[] bytes = new byte[48];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
