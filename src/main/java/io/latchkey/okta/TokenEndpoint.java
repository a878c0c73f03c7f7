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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hc.client5.http.entity.UrlEncodedFormEntity;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.http.message.BasicNameValuePair;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the organisation's token endpoint with a signed client assertion (RFC 7523) and a proof of possession (RFC 9449).
 * Okta: only the organisation's own authorization server issues {@code okta.*} scopes, only for {@code
 * client_credentials} with {@code private_key_jwt}; the audience is the token URL, the assertion lives an hour at most
 * and its id is used once. Whether the token is bound to our key is Okta's to say, by its type.
 */
final class TokenEndpoint {

    /** Okta allows clocks to differ by as much again. */
    static final Duration ASSERTION_LIFE = Duration.ofMinutes(5);

    /** One to be told a nonce, one to use it, one more when it is renewed just then. */
    private static final int ASKED_AT_MOST = 3;

    private static final Logger log = LoggerFactory.getLogger(TokenEndpoint.class);

    private final String url;
    private final String clientId;
    private final Supplier<List<RSAKey>> keys;
    private final Consumer<RSAKey> issued;
    private final ProofOfPossession proofs;
    private final OktaHttp http;
    private final OktaThreads threads;
    private final Clock clock;
    private final TokenFailures failures;

    /**
     * The endpoint of an organisation.
     *
     * @param keys the key that signs now and, behind it, older ones that still may, should Okta not know it yet
     * @param issued told the key of each token, before anything uses it; what it throws keeps the token from being used
     */
    TokenEndpoint(
            OrgUrl org,
            String clientId,
            Supplier<List<RSAKey>> keys,
            Consumer<RSAKey> issued,
            ProofOfPossession proofs,
            OktaHttp http,
            OktaThreads threads,
            Clock clock) {
        this.url = org + "/oauth2/v1/token";
        this.clientId = clientId;
        this.keys = keys;
        this.issued = issued;
        this.proofs = proofs;
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
        List<RSAKey> candidates = keys.get();
        for (int newer = 0; newer < candidates.size() - 1; newer++) {
            RSAKey signing = candidates.get(newer);
            try {
                return fetch(scopes, signing, deadline);
            } catch (OktaFailure e) {
                if (!e.code().equals(TokenFailures.KEY_NOT_ACCEPTED)) {
                    throw e;
                }
                log.warn(
                        "Okta does not accept key {} of client {} yet, and is asked with the one before: {}",
                        signing.getKeyID(),
                        clientId,
                        e.explanation());
            }
        }
        return fetch(scopes, candidates.get(candidates.size() - 1), deadline);
    }

    private AccessToken fetch(List<String> scopes, RSAKey signing, Deadline deadline) {
        for (int asked = 1; ; asked++) {
            Instant at = clock.instant();
            Answer answer = ask(request(scopes, signing, at), deadline);
            boolean told = proofs.nonceOfToken(answer);
            if (told && asked < ASKED_AT_MOST && OktaError.oauthCode(answer).equals("use_dpop_nonce")) {
                continue;
            }
            AccessToken token = token(answer, at, scopes);
            issued.accept(signing);
            return token;
        }
    }

    private Answer ask(ClassicHttpRequest request, Deadline deadline) {
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
            return exchange.answer().orElseThrow();
        } catch (ExecutionException e) {
            throw failures.unanswered(e.getCause());
        }
    }

    private AccessToken token(Answer answer, Instant asked, List<String> scopes) {
        JsonNode body = OktaError.tree(answer.body());
        String value = body.path("access_token").asText("");
        if (answer.status() != 200 || value.isEmpty()) {
            throw failures.of(answer, scopes);
        }
        AccessToken.Type type = switch (body.path("token_type").asText("").toLowerCase(Locale.ROOT)) {
            case "dpop" -> AccessToken.Type.DPOP;
            case "bearer" -> AccessToken.Type.BEARER;
            default -> throw failures.unknownType(answer);
        };
        long seconds = body.path("expires_in").asLong(0);
        return new AccessToken(Secret.of(value), type, asked.plusSeconds(Math.max(0, seconds)));
    }

    private ClassicHttpRequest request(List<String> scopes, RSAKey signing, Instant now) {
        return ClassicRequestBuilder.post(url)
                .setHeader("Accept", "application/json")
                .setHeader("DPoP", proofs.forToken(URI.create(url)))
                .setEntity(new UrlEncodedFormEntity(
                        List.of(
                                new BasicNameValuePair("grant_type", "client_credentials"),
                                new BasicNameValuePair("scope", String.join(" ", scopes)),
                                new BasicNameValuePair(
                                        "client_assertion_type",
                                        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                                new BasicNameValuePair("client_assertion", assertion(signing, now))),
                        StandardCharsets.UTF_8))
                .build();
    }

    private String assertion(RSAKey signing, Instant now) {
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
