package io.latchkey.tenant.forge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.latchkey.platform.http.Problem;
import io.latchkey.platform.time.Ticks;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Verifies invocation tokens: RS256 with keys that are cached, fetched at a limited rate and within a time limit, and used for
 * some hours more while they cannot be fetched; issuer, audience and times; each counts once at this node. Across nodes a
 * replay is harmless, since what it says is deduplicated.
 * Tokens of an Isolated Cloud ({@code icLabel}) are signed with other keys and are refused.
 */
@Component
class Invocations {

    /** How long others wait for whoever fetches the keys, who is done or gives up in two seconds. */
    private static final int REFRESH_MILLIS = 2_500;

    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(30);

    /** How long the keys that were fetched last are used while the key set cannot be: they change seldom. */
    private static final Duration WHILE_AWAY = Duration.ofHours(4);

    private static final String ISSUER = "forge/invocation-token";
    private static final int LONGEST = 32_768;

    /** Documented: 25 seconds. One that lives for longer could not be remembered until it ends. */
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(5);

    private static final int MOST_REMEMBERED = 200_000;

    private final @Nullable DefaultJWTProcessor<SecurityContext> processor;
    private final InvocationClaims claims;
    private final Duration leeway;
    private final Clock clock;
    /** By the token's id, for as long as it could come again. */
    private final Cache<String, Duration> seen;

    Invocations(
            ForgeProperties properties,
            InvocationClaims claims,
            ResourceRetriever retriever,
            Clock clock,
            Ticks ticks) {
        this.processor = properties
                .app()
                .map(app -> processor(app, properties, retriever, clock))
                .orElse(null);
        this.claims = claims;
        this.leeway = properties.leeway();
        this.clock = clock;
        this.seen = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfter(Expiry.<String, Duration>creating((id, left) -> left))
                .ticker(ticks::nanos)
                .build();
    }

    /**
     * What a token says.
     *
     * @throws Problem 401 when it is none of Atlassian's for our app, or has counted already; 503 when the keys cannot be
     *     fetched, which says nothing about the token; 403 when it is true and its content cannot be served
     */
    Invocation verify(String token) {
        if (processor == null) {
            throw refused("closed");
        }
        if (token.length() > LONGEST) {
            throw refused("length");
        }
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            if (parsed.getJWTClaimsSet().getClaim("icLabel") != null) {
                throw refused("isolated-cloud");
            }
            JWTClaimsSet verified = processor.process(parsed, null);
            refuseOddTimes(verified);
            Invocation invocation = claims.read(verified);
            refuseReplay(verified);
            return invocation;
        } catch (KeySourceException e) {
            throw new Problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "forge.keys-unavailable",
                    "Atlassian's keys could not be fetched; try again.");
        } catch (BadJOSEException | JOSEException | ParseException e) {
            // The cause is dropped: it may quote the token.
            throw refused(e.getClass().getSimpleName());
        }
    }

    private void refuseOddTimes(JWTClaimsSet token) {
        Instant issued = token.getIssueTime().toInstant();
        Instant ends = token.getExpirationTime().toInstant();
        if (issued.isAfter(clock.instant().plus(leeway))
                || Duration.between(issued, ends).compareTo(LONGEST_LIFE) > 0) {
            throw refused("times");
        }
    }

    private void refuseReplay(JWTClaimsSet token) {
        Duration left = Duration.between(
                        clock.instant(), token.getExpirationTime().toInstant())
                .plus(leeway)
                .plusSeconds(5);
        if (token.getJWTID().isBlank() || seen.asMap().putIfAbsent(token.getJWTID(), left) != null) {
            throw refused("replay");
        }
    }

    private static Problem refused(String why) {
        return new Refused(why);
    }

    /** A refusal with its reason, for our log: whoever sent it learns nothing more than that it was refused. */
    static final class Refused extends Problem {

        private static final long serialVersionUID = 1L;

        private final String why;

        private Refused(String why) {
            super(HttpStatus.UNAUTHORIZED, "forge.token-refused", "The invocation token was refused.");
            this.why = why;
        }

        String why() {
            return why;
        }
    }

    private static DefaultJWTProcessor<SecurityContext> processor(
            String app, ForgeProperties properties, ResourceRetriever retriever, Clock clock) {
        var expected = new JWTClaimsSet.Builder().issuer(ISSUER).audience(app).build();
        var verifier = new DefaultJWTClaimsVerifier<SecurityContext>(expected, Set.of("exp", "iat", "jti", "app")) {

            @Override
            protected Date currentTime() {
                return Date.from(clock.instant());
            }
        };
        verifier.setMaxClockSkew((int) properties.leeway().toSeconds());
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys(properties, retriever)));
        processor.setJWTClaimsSetVerifier(verifier);
        return processor;
    }

    static JWKSource<SecurityContext> keys(ForgeProperties properties, ResourceRetriever retriever) {
        try {
            return JWKSourceBuilder.create(properties.jwksUrl().toURL(), retriever)
                    .cache(properties.keysFor().toMillis(), REFRESH_MILLIS)
                    .rateLimited(BETWEEN_FETCHES.toMillis())
                    .outageTolerant(WHILE_AWAY.toMillis())
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("latchkey.forge.jwks-url is no address: " + properties.jwksUrl(), e);
        }
    }
}
