package io.latchkey.edge;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.latchkey.sandbox.jira.Installation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;

/** Tokens of a site, true ones and forged ones, made without the sandbox. */
final class Tokens {

    private static final RSAKey STRANGER = rsa();

    private Tokens() {}

    /** What an endpoint of a kind asks for. */
    static JWTClaimsSet.Builder claims(Installation site, Route route, String path, String person) {
        var claims = times(new JWTClaimsSet.Builder().issuer(site.clientKey()), Duration.ZERO, Duration.ofMinutes(3));
        if (route.callers() != Route.Callers.SITE) {
            claims.subject(person);
        }
        return claims.claim("qsh", route.isBound() ? qsh(route.verb(), path) : "context-qsh");
    }

    /** Issued that long after now, and ending that long after now. */
    static JWTClaimsSet.Builder times(JWTClaimsSet.Builder claims, Duration issued, Duration ends) {
        Instant now = Instant.now();
        return claims.issueTime(Date.from(now.plus(issued))).expirationTime(Date.from(now.plus(ends)));
    }

    static String hs256(JWTClaimsSet claims, String secret) {
        return hmac(JWSAlgorithm.HS256, claims, secret.getBytes(StandardCharsets.UTF_8));
    }

    static String hmac(JWSAlgorithm algorithm, JWTClaimsSet claims, byte[] secret) {
        try {
            var jwt = new SignedJWT(new JWSHeader(algorithm), claims);
            jwt.sign(new MACSigner(secret));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signed with a key that nobody knows. */
    static String rs256(JWTClaimsSet claims) {
        try {
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(STRANGER.getKeyID())
                            .build(),
                    claims);
            jwt.sign(new RSASSASigner(STRANGER));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String unsigned(JWTClaimsSet claims) {
        return new PlainJWT(claims).serialize();
    }

    /** Says {@code alg: none} and carries a signature all the same, so that it parses as a signed one. */
    static String unsignedInDisguise(JWTClaimsSet claims) {
        String[] parts =
                hs256(claims, "0123456789012345678901234567890123456789").split("\\.");
        String header = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        return header + "." + parts[1] + "." + parts[2];
    }

    /** The query string hash of a path without a query. */
    static String qsh(String method, String path) {
        String canonical = method + "&" + path + "&";
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey rsa() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID("0f7c6e1a-9999-4222-8333-944445555666")
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
