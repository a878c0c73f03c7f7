package io.latchkey.sandbox.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** An app that believes nothing: it checks each call as the Connect documents say and keeps those that pass. */
final class StubApp implements AutoCloseable {

    /** A call that arrived and whose token was right. */
    record Call(String path, Map<String, List<String>> headers, JsonNode body) {

        String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }
    }

    private final List<String> events;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final Deque<String> failures = new ConcurrentLinkedDeque<>();
    private final Deque<Integer> answers = new ConcurrentLinkedDeque<>();
    private volatile String sharedSecret = "";
    private volatile String keys = "";

    StubApp() throws IOException {
        this("jira:issue_updated");
    }

    /** Subscribes to these events, in the project ITH. */
    StubApp(String... events) throws IOException {
        this.events = List.of(events);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/atlassian-connect.json", this::descriptor);
        server.createContext("/", this::receive);
        server.start();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    URI descriptorUrl() {
        return URI.create(baseUrl() + "/atlassian-connect.json");
    }

    void trust(JiraSite jira) {
        keys = jira.installKeys().toString();
    }

    String sharedSecret() {
        return sharedSecret;
    }

    /** The statuses of the next answers to webhooks; 204 afterwards. */
    void answer(int... statuses) {
        for (int status : statuses) {
            answers.add(status);
        }
    }

    /** The next call, which must come soon. */
    Call next() throws InterruptedException {
        Call call = calls.poll(10, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("no call came; refused were " + failures);
        }
        return call;
    }

    /** Whether nothing is waiting to be taken. */
    boolean isQuiet() {
        return calls.isEmpty();
    }

    private void descriptor(HttpExchange exchange) throws IOException {
        String text = """
                {"key":"stub","name":"Stub","baseUrl":"%s","authentication":{"type":"jwt"},
                 "apiMigrations":{"signed-install":true},"scopes":["READ","WRITE"],
                 "lifecycle":{"installed":"/installed","enabled":"/enabled","disabled":"/disabled",
                              "uninstalled":"/uninstalled"},
                 "modules":{"webhooks":[%s]}}
                """.formatted(
                baseUrl(), events.stream().map(event -> """
                                        {"event":"%s","url":"/hook?key={issue.key}&b=1","filter":"project = ITH"}
                                        """.formatted(event)).collect(Collectors.joining(",")));
        answer(exchange, 200, text);
    }

    private void receive(HttpExchange exchange) throws IOException {
        JsonNode body = Json.MAPPER.readTree(exchange.getRequestBody().readAllBytes());
        String path = exchange.getRequestURI().getPath();
        try {
            if (!path.equals("/automation")) {
                check(exchange, path, body);
            }
        } catch (Exception | AssertionError e) {
            // The call is refused, and the test that waits for it is told why.
            failures.add(path + ": " + e);
            answer(exchange, 401, "");
            return;
        }
        calls.add(new Call(path, exchange.getRequestHeaders(), body));
        Integer ordered = path.equals("/hook") ? answers.poll() : null;
        answer(exchange, ordered == null ? 204 : ordered, "");
    }

    private void check(HttpExchange exchange, String path, JsonNode body) throws Exception {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        SignedJWT jwt = SignedJWT.parse(header.substring("JWT ".length()));
        boolean asymmetric = path.equals("/installed") || path.equals("/uninstalled");
        boolean signed = asymmetric
                ? jwt.verify(new RSASSAVerifier(publicKey(jwt.getHeader().getKeyID())))
                : jwt.verify(new MACVerifier(sharedSecret.getBytes(StandardCharsets.UTF_8)));
        require(signed, "signature");
        URI uri = exchange.getRequestURI();
        require(
                Qsh.of("POST", uri.getRawPath(), uri.getRawQuery())
                        .equals(jwt.getJWTClaimsSet().getStringClaim("qsh")),
                "qsh");
        if (asymmetric) {
            require(jwt.getJWTClaimsSet().getAudience().equals(List.of(baseUrl())), "audience");
            require(
                    jwt.getJWTClaimsSet()
                            .getIssuer()
                            .equals(body.path("clientKey").asText()),
                    "issuer");
        }
        if (path.equals("/installed")) {
            sharedSecret = body.path("sharedSecret").asText();
        }
    }

    private RSAPublicKey publicKey(String kid) throws Exception {
        var answer = client.send(
                HttpRequest.newBuilder(URI.create(keys + "/" + kid)).build(), HttpResponse.BodyHandlers.ofString());
        String body = answer.body().replaceAll("-----[A-Z ]+-----|\\s", "");
        var spec = new X509EncodedKeySpec(Base64.getDecoder().decode(body));
        return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("wrong " + what);
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
