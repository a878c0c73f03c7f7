package io.latchkey.sandbox.jira;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that Jira gives to an app. They live three minutes (documented), by the machine's clock and not the sandbox's:
 * Connect's library, which apps use to check and to sign, knows no other clock.
 */
final class ConnectJwt {

    static final Duration LIFETIME = Duration.ofMinutes(3);

    private static final Clock MACHINE = Clock.systemUTC();

    private ConnectJwt() {}

    static Instant now() {
        return MACHINE.instant();
    }

    /** HS256 with the installation's secret; for a browser's request {@code subject} is the person. */
    static String symmetric(ConnectApp app, String qsh, @Nullable String subject) {
        try {
            var claims = claims(app, qsh, subject);
            claims.claim("context", subject == null ? Map.of() : Map.of("user", Map.of("accountId", subject)));
            return sign(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).build(),
                    claims.build(),
                    new MACSigner(app.sharedSecret().getBytes(StandardCharsets.UTF_8)));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RS256 for {@code installed} and {@code uninstalled}: kid in the header, the app's base URL as audience. */
    static String signedInstall(ConnectApp app, RSAKey key, String qsh, @Nullable String subject) {
        try {
            var claims = claims(app, qsh, subject).audience(app.baseUrl());
            var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID());
            return sign(header.build(), claims.build(), new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWTClaimsSet.Builder claims(ConnectApp app, String qsh, @Nullable String subject) {
        Instant now = now();
        return new JWTClaimsSet.Builder()
                .issuer(app.clientKey())
                .subject(subject)
                .claim("qsh", qsh)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)));
    }

    private static String sign(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) throws JOSEException {
        var jwt = new SignedJWT(header, claims);
        jwt.sign(signer);
        return jwt.serialize();
    }
}
