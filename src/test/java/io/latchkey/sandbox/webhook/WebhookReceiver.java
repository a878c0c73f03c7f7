package io.latchkey.sandbox.webhook;

import static org.springframework.web.servlet.function.RouterFunctions.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.latchkey.sandbox.http.Control;
import io.latchkey.sandbox.http.Rules;
import io.latchkey.sandbox.http.SandboxClock;
import io.latchkey.sandbox.http.SandboxServer;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Takes messages at {@code POST /hooks/{name}} that are signed with a secret it knows and not older or newer than five
 * minutes, each once by its id; answers 204, and 401 to anything else. Faults of its server make it fail in all other ways.
 * Safe for many threads.
 */
public final class WebhookReceiver implements AutoCloseable {

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final String PREFIX = "whsec_";
    private static final JsonMapper JSON = new JsonMapper();

    private final SandboxClock clock;
    private final SandboxServer server;
    private final List<byte[]> secrets = new ArrayList<>();
    private final Map<String, Delivery> taken = new LinkedHashMap<>();
    private final List<String> refused = new ArrayList<>();

    private WebhookReceiver(String host, int port, SandboxClock clock) {
        this.clock = clock;
        this.server = SandboxServer.start("webhook", host, port, routes());
    }

    /** Starts it; port 0 stands for a free one. */
    public static WebhookReceiver start(String host, int port, SandboxClock clock) {
        return new WebhookReceiver(host, port, clock);
    }

    private RouterFunction<ServerResponse> routes() {
        return route().POST("/hooks/{name}", this::receive)
                .GET("/sandbox/deliveries", request -> Control.json(deliveries()))
                .POST("/sandbox/secrets", this::trust)
                .build()
                .and(Control.routes(() -> server().traffic(), () -> server().faults(), clock, new Rules()));
    }

    /** Where it listens, without a trailing slash. */
    public URI uri() {
        return server.uri();
    }

    /** The address of one of its hooks. */
    public URI hook(String name) {
        return URI.create(uri() + "/hooks/" + name);
    }

    /** Its server, for traffic and faults. */
    public SandboxServer server() {
        return Objects.requireNonNull(server);
    }

    /** Makes a secret known, beside those that are: {@code whsec_} and base64. */
    public synchronized void trust(String secret) {
        if (!secret.startsWith(PREFIX)) {
            throw new IllegalArgumentException("a secret begins with " + PREFIX);
        }
        secrets.add(Base64.getDecoder().decode(secret.substring(PREFIX.length())));
    }

    /** Knows no secret any more. */
    public synchronized void trustNobody() {
        secrets.clear();
    }

    /** What was taken, oldest first. */
    public synchronized List<Delivery> deliveries() {
        return List.copyOf(taken.values());
    }

    /** What was taken at one hook, oldest first. */
    public List<Delivery> deliveries(String hook) {
        return deliveries().stream().filter(one -> one.hook().equals(hook)).toList();
    }

    /** Why messages were refused, oldest first. */
    public synchronized List<String> refused() {
        return List.copyOf(refused);
    }

    private ServerResponse trust(ServerRequest request) throws ServletException, IOException {
        trust(request.body(JsonNode.class).path("secret").asText());
        return ServerResponse.noContent().build();
    }

    private synchronized ServerResponse receive(ServerRequest request) throws ServletException, IOException {
        byte[] body = request.body(byte[].class);
        String id = header(request, "webhook-id");
        String timestamp = header(request, "webhook-timestamp");
        String why = objection(id, timestamp, header(request, "webhook-signature"), body);
        if (why != null) {
            refused.add(why);
            return ServerResponse.status(401).body(Map.of("error", why));
        }
        Delivery known = taken.get(id);
        String hook = request.pathVariable("name");
        taken.put(
                id,
                known == null
                        ? new Delivery(
                                hook, id, Instant.ofEpochSecond(Long.parseLong(timestamp)), JSON.readTree(body), 1)
                        : known.again());
        return ServerResponse.noContent().build();
    }

    private @Nullable String objection(String id, String timestamp, String signatures, byte[] body) {
        if (id.isEmpty() || id.contains(".") || !timestamp.matches("[0-9]{1,12}")) {
            return "without a good id and timestamp";
        }
        Instant sentAt = Instant.ofEpochSecond(Long.parseLong(timestamp));
        if (Duration.between(sentAt, clock.instant()).abs().compareTo(TOLERANCE) > 0) {
            return "too old or too new";
        }
        byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        List<byte[]> given = Stream.of(signatures.split(" "))
                .filter(signature -> signature.startsWith("v1,"))
                .map(signature -> Base64.getDecoder().decode(signature.substring("v1,".length())))
                .toList();
        boolean signed = secrets.stream()
                .map(secret -> hmac(secret, head, body))
                .anyMatch(right -> given.stream().anyMatch(one -> MessageDigest.isEqual(one, right)));
        return signed ? null : "not signed with a secret that is known here";
    }

    private static byte[] hmac(byte[] secret, byte[] head, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update(head);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String header(ServerRequest request, String name) {
        String value = request.headers().firstHeader(name);
        return value == null ? "" : value;
    }

    @Override
    public void close() {
        server.close();
    }
}
