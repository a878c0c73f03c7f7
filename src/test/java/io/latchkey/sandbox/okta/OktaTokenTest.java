package io.latchkey.sandbox.okta;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpServer;
import io.latchkey.sandbox.http.SandboxClock;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OktaTokenTest {

    private final SandboxClock clock = new SandboxClock();
    private final OktaOrg org = OktaOrg.start("localhost", 0, clock);
    private final TestClient client = new TestClient(org, clock);
    private final String app =
            org.registerApp("App", TestClient.jwks(), TestClient.SCOPES, List.of(AdminRole.USER_ADMIN), false);

    @AfterEach
    void close() {
        org.close();
    }

    @Test
    void grantsABearerTokenForAnHour() {
        HttpResponse<String> answer = client.requestToken(good(), "okta.users.manage okta.groups.manage", null);

        assertThat(answer.statusCode()).isEqualTo(200);
        var body = TestClient.json(answer);
        assertThat(body.get("token_type").asText()).isEqualTo("Bearer");
        assertThat(body.get("expires_in").asInt()).isEqualTo(3600);
        assertThat(body.get("scope").asText()).contains("okta.users.manage", "okta.groups.manage");
        String bearer = "Bearer " + body.get("access_token").asText();
        assertThat(client.call(bearer, "GET", "/api/v1/users", null).statusCode())
                .isEqualTo(200);
        clock.advance(Duration.ofMinutes(61));
        HttpResponse<String> late = client.call(bearer, "GET", "/api/v1/users", null);
        assertThat(late.statusCode()).isEqualTo(401);
        assertThat(TestClient.json(late).get("errorCode").asText()).isEqualTo("E0000011");
    }

    static Stream<Arguments> spoiled() {
        return Stream.of(
                spoil("audience", claims -> claims.audience("https://elsewhere.example.com/oauth2/v1/token")),
                spoil("issuer", claims -> claims.issuer("0oasomebodyelse00000")),
                spoil(
                        "unknown client",
                        claims -> claims.issuer("0oanobody00000000000").subject("0oanobody00000000000")),
                spoil("expired", claims -> claims.expirationTime(in(Duration.ofMinutes(-6)))),
                spoil("too long", claims -> claims.expirationTime(in(Duration.ofMinutes(66)))),
                spoil("no expiry", claims -> claims.expirationTime(null)),
                spoil("issued in the future", claims -> claims.issueTime(in(Duration.ofMinutes(6)))));
    }

    private static Arguments spoil(String what, UnaryOperator<JWTClaimsSet.Builder> how) {
        return Arguments.of(what, how);
    }

    private static Date in(Duration ahead) {
        return Date.from(new SandboxClock().instant().plus(ahead));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spoiled")
    void refusesASpoiledAssertion(String what, UnaryOperator<JWTClaimsSet.Builder> how) {
        String assertion =
                TestClient.sign(TestClient.KEY, how.apply(client.claims(app)).build());

        HttpResponse<String> answer = client.requestToken(assertion, "okta.users.manage", null);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
        assertThat(TestClient.json(answer).get("error").asText()).isEqualTo("invalid_client");
        assertThat(TestClient.json(answer).has("errorCode")).isFalse();
    }

    @Test
    void refusesAnUnknownKeyAndAForgedSignature() throws Exception {
        String unknown = TestClient.sign(TestClient.OTHER, client.claims(app).build());
        var forger = new com.nimbusds.jose.jwk.RSAKey.Builder(TestClient.OTHER)
                .keyID(TestClient.KEY.getKeyID())
                .build();
        String forged = TestClient.sign(forger, client.claims(app).build());

        assertThat(client.requestToken(unknown, "okta.users.manage", null).statusCode())
                .isEqualTo(401);
        assertThat(client.requestToken(forged, "okta.users.manage", null).body())
                .contains("signature is invalid");
    }

    @Test
    void refusesAReplayedAssertionUnlessSwitchedOff() {
        String assertion = good();
        client.requestToken(assertion, "okta.users.manage", null);

        HttpResponse<String> again = client.requestToken(assertion, "okta.users.manage", null);
        org.rules().set(OktaRules.JTI_REPLAY, false);
        HttpResponse<String> permitted = client.requestToken(assertion, "okta.users.manage", null);

        assertThat(again.statusCode()).isEqualTo(401);
        assertThat(permitted.statusCode()).isEqualTo(200);
    }

    @Test
    void refusesScopesThatWereNotGranted() {
        HttpResponse<String> answer = client.requestToken(good(), "okta.users.manage okta.policies.manage", null);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestClient.json(answer).get("error").asText()).isEqualTo("invalid_scope");
    }

    @Test
    void readsTheKeysAtAJwksUriAndSeesARotation() throws Exception {
        AtomicReference<byte[]> keys = new AtomicReference<>(bytes(TestClient.jwks()));
        HttpServer publisher = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        publisher.createContext("/keys", exchange -> {
            byte[] body = Objects.requireNonNull(keys.get());
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        publisher.start();
        try {
            URI uri = URI.create("http://localhost:" + publisher.getAddress().getPort() + "/keys");
            String rotating = org.registerApp("Rotating", uri, TestClient.SCOPES, List.of());
            org.demandProofs(rotating, false);

            assertThat(client.token(rotating, Set.of("okta.users.manage"))).isNotEmpty();
            keys.set(bytes(
                    new JWKSet(List.of(TestClient.KEY.toPublicJWK(), TestClient.OTHER.toPublicJWK())).toString()));
            String rotated =
                    TestClient.sign(TestClient.OTHER, client.claims(rotating).build());

            assertThat(client.requestToken(rotated, "okta.users.manage", null).statusCode())
                    .isEqualTo(200);
        } finally {
            publisher.stop(0);
        }
    }

    @Test
    void revokesTokens() {
        String bearer = "Bearer " + client.token(app, TestClient.SCOPES);

        assertThat(org.revokeTokens(app)).isEqualTo(1);

        assertThat(client.call(bearer, "GET", "/api/v1/users", null).statusCode())
                .isEqualTo(401);
    }

    @Test
    void demandsDPoPProofsWithANonceAndBindsTheToken() {
        String bound =
                org.registerApp("Bound", TestClient.jwks(), TestClient.SCOPES, List.of(AdminRole.USER_ADMIN), true);
        String assertion = TestClient.sign(TestClient.KEY, client.claims(bound).build());

        HttpResponse<String> without = client.requestToken(assertion, "okta.users.manage", null);
        HttpResponse<String> withoutNonce =
                client.requestToken(assertion, "okta.users.manage", client.proof("POST", client.tokenUrl(), Map.of()));
        String nonce = withoutNonce.headers().firstValue("dpop-nonce").orElse("");
        HttpResponse<String> granted = client.requestToken(
                assertion, "okta.users.manage", client.proof("POST", client.tokenUrl(), Map.of("nonce", nonce)));

        assertThat(without.statusCode()).isEqualTo(400);
        assertThat(without.body()).contains("invalid_dpop_proof");
        assertThat(withoutNonce.statusCode()).isEqualTo(400);
        assertThat(withoutNonce.body()).contains("use_dpop_nonce");
        assertThat(granted.statusCode()).as(granted.body()).isEqualTo(200);
        assertThat(TestClient.json(granted).get("token_type").asText()).isEqualTo("DPoP");
        assertThat(granted.headers().firstValue("dpop-nonce")).hasValue(nonce);
        useBoundToken(TestClient.json(granted).get("access_token").asText());
    }

    private void useBoundToken(String token) {
        String users = org.uri() + "/api/v1/users";
        String ath = hash(token);

        String jti = UUID.randomUUID().toString();
        String proof = client.proof("GET", users, Map.of("ath", ath, "jti", jti));

        assertThat(resource(token, proof)).isEqualTo(200);
        assertThat(resource(token, proof)).as("replayed").isEqualTo(401);
        assertThat(resource(token, client.proof("POST", users, Map.of("ath", ath))))
                .as("htm")
                .isEqualTo(401);
        assertThat(resource(token, client.proof("GET", users + "/", Map.of("ath", ath))))
                .as("htu")
                .isEqualTo(401);
        assertThat(resource(token, client.proof("GET", users, Map.of("ath", hash("x")))))
                .as("ath")
                .isEqualTo(401);
        HttpResponse<String> bearer = client.call("Bearer " + token, "GET", "/api/v1/users", null);
        assertThat(bearer.statusCode()).isEqualTo(401);
        assertThat(bearer.headers().firstValue("WWW-Authenticate")).isPresent();
    }

    private int resource(String token, String proof) {
        return client.call(
                        Map.of("Authorization", "DPoP " + token, "DPoP", proof), "GET", "/api/v1/users?limit=1", null)
                .statusCode();
    }

    private static String hash(String token) {
        try {
            return java.util.Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(java.security.MessageDigest.getInstance("SHA-256")
                            .digest(token.getBytes(StandardCharsets.US_ASCII)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String good() {
        return TestClient.sign(TestClient.KEY, client.claims(app).build());
    }
}
