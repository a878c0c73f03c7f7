package io.latchkey.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.latchkey.platform.crypto.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.hc.client5.http.entity.UrlEncodedFormEntity;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.http.message.BasicNameValuePair;

/**
 * One POST to the organisation's token endpoint with a signed client assertion (RFC 7523). Okta: only the organisation's
 * own authorization server issues {@code okta.*} scopes, only for {@code client_credentials} with {@code
 * private_key_jwt}; the audience is the token URL, the assertion lives an hour at most and its id is used once.
 */
final class TokenEndpoint {

    private static final Duration ASSERTION_LIFE = Duration.ofMinutes(5);

    private final String url;
    private final String clientId;
    private final Supplier<RSAKey> key;
    private final Runnable issued;
    private final OktaHttp http;
    private final OktaThreads threads;
    private final Clock clock;
    private final TokenFailures failures;

    /**
     * The endpoint of an organisation.
     *
     * @param issued run after each token, before anything uses it; what it throws keeps the token from being used
     */
    TokenEndpoint(
            OrgUrl org,
            String clientId,
            Supplier<RSAKey> key,
            Runnable issued,
            OktaHttp http,
            OktaThreads threads,
            Clock clock) {
        this.url = org + "/oauth2/v1/token";
        this.clientId = clientId;
        this.key = key;
        this.issued = issued;
        this.http = http;
        this.threads = threads;
        this.clock = clock;
        this.failures = new TokenFailures(clock);
    }

    /**
     * Fetches a token. Opens a transaction of the tenant to read the signing key, so none may be open.
     *
     * @throws OktaFailure never a change in doubt: a token that is lost does no harm
     */
    AccessToken fetch(List<String> scopes, Deadline deadline) {
        Instant asked = clock.instant();
        ClassicHttpRequest request = request(scopes, asked);
        var exchange = new Exchange(OktaOperation.TOKEN, null);
        try {
            threads.run(exchange, deadline, () -> {
                http.enter(exchange);
                try {
                    return http.execute(request, response -> response.getCode());
                } finally {
                    http.enter(null);
                }
            });
            AccessToken token = token(exchange.answer().orElseThrow(), asked);
            issued.run();
            return token;
        } catch (ExecutionException e) {
            throw failures.unanswered(e.getCause());
        }
    }

    private AccessToken token(Answer answer, Instant asked) {
        JsonNode body = OktaError.tree(answer.body());
        String value = body.path("access_token").asText("");
        if (answer.status() != 200 || value.isEmpty()) {
            throw failures.of(answer);
        }
        if (!"bearer".equalsIgnoreCase(body.path("token_type").asText(""))) {
            throw TokenFailures.proofOfPossession();
        }
        long seconds = body.path("expires_in").asLong(0);
        return new AccessToken(Secret.of(value), asked.plusSeconds(Math.max(0, seconds)));
    }

    private ClassicHttpRequest request(List<String> scopes, Instant now) {
        return ClassicRequestBuilder.post(url)
                .setHeader("Accept", "application/json")
                .setEntity(new UrlEncodedFormEntity(
                        List.of(
                                new BasicNameValuePair("grant_type", "client_credentials"),
                                new BasicNameValuePair("scope", String.join(" ", scopes)),
                                new BasicNameValuePair(
                                        "client_assertion_type",
                                        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                                new BasicNameValuePair("client_assertion", assertion(now))),
                        StandardCharsets.UTF_8))
                .build();
    }

    private String assertion(Instant now) {
        RSAKey signing = key.get();
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(signing.getKeyID())
                .build();
        var claims = new JWTClaimsSet.Builder()
                .issuer(clientId)
                .subject(clientId)
                .audience(url)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(ASSERTION_LIFE)))
                .jwtID(UUID.randomUUID().toString())
                .build();
        try {
            var jwt = new SignedJWT(header, claims);
            jwt.sign(new RSASSASigner(signing));
            return jwt.serialize();
        } catch (JOSEException e) {
            // The cause is dropped on purpose: it may quote the key.
            throw new IllegalStateException("the client assertion could not be signed with key " + signing.getKeyID());
        }
    }
}
