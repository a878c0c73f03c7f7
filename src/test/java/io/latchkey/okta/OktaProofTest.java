package io.latchkey.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.nimbusds.jwt.SignedJWT;
import io.latchkey.sandbox.http.Exchange;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Proof of possession towards an org that demands it; what a proof must hold, the org itself checks at each call. */
class OktaProofTest {

    private static final String LOGIN = "existing.person@example.com";

    private final OktaSandbox sandbox = OktaSandbox.start();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void eachCallCarriesAProofOfItsOwn() throws Exception {
        sandbox.directory.findUser(LOGIN);
        sandbox.directory.findGroup("Sales");

        List<Exchange> calls = sandbox.requests("GET", "/api/.*");

        assertThat(calls).hasSizeGreaterThan(2).allSatisfy(call -> {
            assertThat(call.status()).isEqualTo(200);
            assertThat(header(call, "authorization")).startsWith("DPoP ");
            assertThat(claim(call, "htu")).asString().endsWith(call.path()).doesNotContain("?");
            assertThat(claim(call, "ath")).isNotNull();
        });
        assertThat(calls).extracting(call -> claim(call, "jti")).doesNotHaveDuplicates();
    }

    @Test
    void aNonceIsAskedForOnceAndKept() {
        sandbox.directory.findUser(LOGIN);
        sandbox.clock.advance(Duration.ofHours(2));
        sandbox.directory.findUser(LOGIN);

        assertThat(tokenAnswers()).containsExactly(400, 200, 200);
    }

    /** The old one works for three days; the new one comes with the grant. */
    @Test
    void anOldNonceWorksAndIsReplaced() {
        sandbox.directory.findUser(LOGIN);
        sandbox.clock.advance(Duration.ofHours(30));
        sandbox.directory.findUser(LOGIN);
        sandbox.clock.advance(Duration.ofHours(60));
        sandbox.directory.findUser(LOGIN);

        assertThat(tokenAnswers()).as("84 hours after the first nonce").containsExactly(400, 200, 200, 200);
    }

    @Test
    void aNonceThatIsTooOldIsReplacedAtOnce() {
        sandbox.directory.findUser(LOGIN);
        sandbox.clock.advance(Duration.ofDays(4));

        assertThat(sandbox.directory.findUser(LOGIN)).isPresent();
        assertThat(tokenAnswers()).containsExactly(400, 200, 400, 200);
    }

    @Test
    void aNonceForCallsIsGivenAsSoonAsItIsAskedFor() {
        sandbox.org.rules().set("api-demands-dpop-nonce", BooleanNode.TRUE);

        assertThat(sandbox.directory.findUser(LOGIN)).isPresent();
        assertThat(sandbox.directory.findUser(LOGIN)).isPresent();

        assertThat(sandbox.requests("GET", "/api/.*"))
                .extracting(Exchange::status)
                .containsExactly(401, 200, 200);
        assertThat(sandbox.tokenRequests()).hasSize(1);
    }

    @Test
    void anAppThatIsSwitchedToBearerIsServedAfterItsToken() {
        sandbox.org.rules().set("proofs-bind-every-token", BooleanNode.FALSE);
        sandbox.directory.findUser(LOGIN);
        sandbox.org.demandProofs(sandbox.clientId, false);
        sandbox.org.revokeTokens(sandbox.clientId);

        assertThat(sandbox.directory.findUser(LOGIN)).isPresent();

        List<Exchange> calls = sandbox.requests("GET", "/api/.*");
        assertThat(header(calls.get(calls.size() - 1), "authorization")).startsWith("Bearer ");
    }

    @Test
    void aProofIsOfNoUseForAnotherKey() {
        var other = ProofOfPossession.create(sandbox.clock);
        sandbox.directory.findUser(LOGIN);
        Exchange call = sandbox.requests("GET", "/api/.*").get(0);
        String token = header(call, "authorization").substring("DPoP ".length());

        String proof = other.forCall(
                "GET",
                java.net.URI.create(sandbox.org.uri() + "/api/v1/groups"),
                io.latchkey.platform.crypto.Secret.of(token));

        assertThat(plain(Map.of("Authorization", "DPoP " + token, "DPoP", proof)))
                .isEqualTo(401);
        assertThat(plain(Map.of("Authorization", "DPoP " + token, "DPoP", header(call, "dpop"))))
                .isEqualTo(401);
        assertThat(plain(Map.of("Authorization", "Bearer " + token))).isEqualTo(401);
    }

    @Test
    void aTokenOfAnUnknownKindIsRefused() {
        sandbox.org
                .server()
                .faults()
                .order(io.latchkey.sandbox.http.Fault.answer(
                        "POST",
                        "/oauth2/v1/token",
                        1,
                        200,
                        "{\"token_type\":\"mac\",\"expires_in\":3600,\"access_token\":\"x\"}"));

        assertThatThrownBy(() -> sandbox.directory.findUser(LOGIN))
                .isInstanceOfSatisfying(
                        OktaFailure.Setup.class,
                        failure -> assertThat(failure.code()).isEqualTo("okta.token-type-unknown"));
    }

    private int plain(Map<String, String> headers) {
        var request = java.net.http.HttpRequest.newBuilder(java.net.URI.create(sandbox.org.uri() + "/api/v1/groups"));
        headers.forEach(request::header);
        try {
            return java.net.http.HttpClient.newHttpClient()
                    .send(request.build(), java.net.http.HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Integer> tokenAnswers() {
        return sandbox.requests("POST", "/oauth2/v1/token").stream()
                .map(Exchange::status)
                .toList();
    }

    private static Object claim(Exchange call, String name) {
        try {
            return SignedJWT.parse(header(call, "dpop")).getJWTClaimsSet().getClaim(name);
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String header(Exchange call, String name) {
        return call.requestHeaders().getOrDefault(name, List.of("")).get(0);
    }
}
