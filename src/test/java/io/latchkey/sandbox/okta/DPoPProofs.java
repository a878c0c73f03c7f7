package io.latchkey.sandbox.okta;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.latchkey.sandbox.http.Rules;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Date;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Checks DPoP proofs as Okta documents them: typ {@code dpop+jwt}, a public key in the header, {@code htm}, {@code htu}
 * without query, {@code iat}, {@code jti}; a nonce at the token endpoint only, {@code ath} at resources. The nonce is
 * renewed each 24 hours and an old one works for three days.
 */
final class DPoPProofs {

    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final Duration RENEWED = Duration.ofHours(24);
    private static final Duration ACCEPTED = Duration.ofDays(3);
    private static final String INVALID = "invalid_dpop_proof";

    private final Clock clock;
    private final Rules rules;
    private final Once used = new Once();
    private final Deque<Nonce> nonces = new ArrayDeque<>();

    DPoPProofs(Clock clock, Rules rules) {
        this.clock = clock;
        this.rules = rules;
    }

    /** The nonce that new proofs shall carry. */
    synchronized String nonce() {
        Instant now = clock.instant();
        nonces.removeIf(nonce -> nonce.since().isBefore(now.minus(ACCEPTED)));
        Nonce newest = nonces.peekLast();
        if (newest == null || newest.since().isBefore(now.minus(RENEWED))) {
            newest = new Nonce(Ids.secret("", 32), now);
            nonces.addLast(newest);
        }
        return newest.value();
    }

    private synchronized boolean accepts(String nonce) {
        Instant oldest = clock.instant().minus(ACCEPTED);
        return nonces.stream()
                .anyMatch(known -> known.value().equals(nonce) && !known.since().isBefore(oldest));
    }

    /** At the token endpoint; answers the thumbprint that the token is bound to. */
    String atToken(@Nullable String proof, String tokenUrl) throws OAuthProblem {
        JWTClaimsSet claims = claims(proof);
        String thumbprint = verify(String.valueOf(proof), claims, "POST", tokenUrl);
        demandNonce(claims);
        useOnce(claims);
        return thumbprint;
    }

    private void demandNonce(JWTClaimsSet claims) throws OAuthProblem {
        Object nonce = claims.getClaim("nonce");
        if (!(nonce instanceof String text) || !accepts(text)) {
            throw OAuthProblem.badRequest("use_dpop_nonce", "Authorization server requires nonce in DPoP proof.");
        }
    }

    /** At a resource, for a token that is bound to a thumbprint. */
    void atResource(@Nullable String proof, String method, String url, String token, String bound) throws OAuthProblem {
        JWTClaimsSet claims = claims(proof);
        if (!verify(String.valueOf(proof), claims, method, url).equals(bound)) {
            throw OAuthProblem.badRequest(INVALID, "The access token is bound to another key.");
        }
        if (!hash(token).equals(claims.getClaim("ath"))) {
            throw OAuthProblem.badRequest(INVALID, "The DPoP proof's ath is not the access token's hash.");
        }
        if (rules.isOn(OktaRules.API_NONCE)) {
            demandNonce(claims);
        }
        useOnce(claims);
    }

    private static JWTClaimsSet claims(@Nullable String proof) throws OAuthProblem {
        if (proof == null) {
            throw OAuthProblem.badRequest(INVALID, "The DPoP proof JWT header is missing.");
        }
        try {
            return SignedJWT.parse(proof).getJWTClaimsSet();
        } catch (ParseException e) {
            throw OAuthProblem.badRequest(INVALID, "The DPoP proof is malformed.");
        }
    }

    private String verify(String proof, JWTClaimsSet claims, String method, String url) throws OAuthProblem {
        try {
            SignedJWT jwt = SignedJWT.parse(proof);
            JWK key = jwt.getHeader().getJWK();
            var type = jwt.getHeader().getType();
            demand(type != null && type.getType().equals("dpop+jwt"), "typ must be dpop+jwt.");
            demand(key != null && !key.isPrivate(), "jwk must be a public key.");
            demand(Signatures.allows(jwt) && Signatures.verifies(jwt, key), "the signature is invalid.");
            demand(method.equals(claims.getClaim("htm")), "htm is not the method.");
            demand(url.equals(claims.getClaim("htu")), "htu is not the URL.");
            demand(isRecent(claims.getIssueTime()), "iat is missing or too far from now.");
            demand(claims.getJWTID() != null, "jti is missing.");
            return key.computeThumbprint().toString();
        } catch (ParseException | JOSEException e) {
            throw OAuthProblem.badRequest(INVALID, "The DPoP proof is malformed.");
        }
    }

    private boolean isRecent(@Nullable Date issued) {
        return issued != null
                && Duration.between(issued.toInstant(), clock.instant()).abs().compareTo(SKEW) <= 0;
    }

    private void useOnce(JWTClaimsSet claims) throws OAuthProblem {
        Instant now = clock.instant();
        demand(used.use(claims.getJWTID(), now, now.plus(SKEW.multipliedBy(2))), "jti was used before.");
    }

    private static void demand(boolean holds, String otherwise) throws OAuthProblem {
        if (!holds) {
            throw OAuthProblem.badRequest(INVALID, "The DPoP proof is invalid: " + otherwise);
        }
    }

    private static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Nonce(String value, Instant since) {}
}
