package io.latchkey.tenant;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A Jira site, Atlassian's key server and Forge's key set in one small server, with a qsh of its own making. */
final class TinySite implements AutoCloseable {

    /** A kid that has a key. */
    static final String KEY_ID = "0f7c6e1a-1111-4222-8333-944445555666";

    /** What the site was asked. */
    record Asked(
            String method,
            URI uri,
            @Nullable String authorization,
            @Nullable String userAgent) {}

    /** What the site answers at a path. */
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final KeyPair keys = rsa();

    TinySite() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            var thread = new Thread(work, "tiny-site");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::answer);
        answers.put("/keys/" + KEY_ID, exchange -> send(exchange, 200, pem()));
        server.start();
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    String hostAndPort() {
        return "localhost:" + server.getAddress().getPort();
    }

    void answerJson(String path, String json) {
        answers.put(path, exchange -> send(exchange, 200, json));
    }

    List<Asked> askedAt(String path) {
        return asked.stream().filter(one -> one.uri().getPath().equals(path)).toList();
    }

    /** All but what is asked of its REST interface, some of it in the background. */
    List<Asked> askedForKeys() {
        return asked.stream()
                .filter(one -> !one.uri().getPath().startsWith("/rest/"))
                .toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        // Read at once, and there for the answer too.
        exchange.setStreams(new ByteArrayInputStream(exchange.getRequestBody().readAllBytes()), null);
        asked.add(new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                exchange.getRequestHeaders().getFirst("Authorization"),
                exchange.getRequestHeaders().getFirst("User-Agent")));
        Answer answer = answers.get(exchange.getRequestURI().getPath());
        try {
            if (answer == null) {
                send(exchange, 404, "{}");
            } else {
                answer.to(exchange);
            }
        } finally {
            exchange.close();
        }
    }

    static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", body.startsWith("{") ? "application/json" : "text/plain");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Sends a byte now and then and never ends, until the caller goes away or a minute is over. */
    static void hang(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        Instant end = Instant.now().plusSeconds(60);
        var waiting = new CountDownLatch(1);
        try {
            while (Instant.now().isBefore(end)) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
                if (waiting.await(200, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String pem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(keys.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    KeyPair keys() {
        return keys;
    }

    /** Signs as Atlassian does. */
    String rs256(JWTClaimsSet claims, @Nullable String keyId) {
        try {
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build(), claims);
            jwt.sign(new RSASSASigner(keys.getPrivate()));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signs as an installed site does. */
    static String hs256(JWTClaimsSet claims, String secret) {
        try {
            var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
            jwt.sign(new MACSigner(secret));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Claims that hold for three minutes. */
    static JWTClaimsSet.Builder claims(String issuer) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(180)));
    }

    /** The query string hash as Atlassian describes it, written apart from the library's. */
    static String qsh(String method, URI uri) {
        TreeMap<String, List<String>> query = new TreeMap<>();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&")) {
                String[] parts = pair.split("=", 2);
                query.computeIfAbsent(encode(decode(parts[0])), name -> new ArrayList<>())
                        .add(encode(parts.length > 1 ? decode(parts[1]) : ""));
            }
        }
        query.remove("jwt");
        String parameters = query.entrySet().stream()
                .map(entry -> entry.getKey() + "="
                        + entry.getValue().stream().sorted().collect(Collectors.joining(",")))
                .collect(Collectors.joining("&"));
        String canonical = method + "&" + uri.getRawPath() + "&" + parameters;
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    static String repeated(char letter, int times) {
        char[] letters = new char[times];
        Arrays.fill(letters, letter);
        return new String(letters);
    }

    private static KeyPair rsa() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
