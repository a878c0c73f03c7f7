package io.latchkey.tenant.connect;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * When a Connect token counts. The bare library accepts any lifetime that a token claims for itself, an {@code iat} in
 * the future, and 30 s after the end.
 */
@Component
class TokenClaims {

    private final Clock clock;
    private final Duration leeway;
    private final Duration longest;

    TokenClaims(Clock clock, ConnectProperties properties) {
        this.clock = clock;
        this.leeway = properties.leeway();
        this.longest = properties.maxTokenLifetime();
    }

    /** Whether the token names its issuer and its times, and the times hold now. */
    boolean hold(JWTClaimsSet claims) {
        Instant issued = instant(claims.getIssueTime());
        Instant expires = instant(claims.getExpirationTime());
        String issuer = claims.getIssuer();
        if (issued == null || expires == null || issuer == null || issuer.isBlank()) {
            return false;
        }
        Instant now = clock.instant();
        Instant notBefore = instant(claims.getNotBeforeTime());
        return expires.isAfter(issued)
                && Duration.between(issued, expires).compareTo(longest) <= 0
                && !issued.isAfter(now.plus(leeway))
                && (notBefore == null || !notBefore.isAfter(now.plus(leeway)))
                && expires.plus(leeway).isAfter(now);
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
