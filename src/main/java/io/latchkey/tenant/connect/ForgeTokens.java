package io.latchkey.tenant.connect;

import com.atlassian.connect.spring.internal.AtlassianConnectProperties;
import com.atlassian.connect.spring.internal.auth.frc.ForgeInvocationTokenValidator;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.latchkey.platform.RefusedToStart;
import io.latchkey.platform.http.AllowedLoopback;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Validates Forge invocation tokens with keys that are cached, fetched at a limited rate and within a time limit, once
 * per token. The bare library downloads the key set for every request that carries any Bearer, on any route, without a
 * time limit, and asks for neither {@code exp} nor {@code jti}. Tokens of an Isolated Cloud ({@code icLabel}) are signed
 * with other keys and are refused.
 */
@Component
@Primary
class ForgeTokens extends ForgeInvocationTokenValidator {

    /** How long others wait for whoever fetches the keys. */
    private static final int REFRESH_MILLIS = 5_000;

    private static final int LONGEST = 32_768;

    private final @Nullable DefaultJWTProcessor<SecurityContext> processor;
    /** A token lives 25 s, leeway apart on both sides. One node's memory: a replay at another is not seen. */
    private final Cache<String, Boolean> seen = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(Duration.ofSeconds(90))
            .build();

    ForgeTokens(
            AtlassianConnectProperties library,
            Environment environment,
            ForgeProperties properties,
            AllowedLoopback loopback,
            OutboundRetriever retriever) {
        super(library, environment);
        String appId = properties.appId();
        this.processor = appId == null || appId.isBlank() ? null : processor(appId, properties, loopback, retriever);
    }

    @Override
    public JWTClaimsSet validate(String authorizationHeader, @Nullable String appId) {
        String token = getBearerToken(authorizationHeader);
        if (processor == null || token.length() > LONGEST) {
            throw refused();
        }
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            if (parsed.getJWTClaimsSet().getClaim("icLabel") != null) {
                throw refused();
            }
            JWTClaimsSet claims = processor.process(parsed, null);
            refuseReplay(claims.getJWTID());
            return claims;
        } catch (BadJOSEException | JOSEException | ParseException e) {
            // The cause is dropped: it may quote the token.
            throw refused();
        }
    }

    private void refuseReplay(String id) {
        if (id.isBlank() || seen.asMap().putIfAbsent(id, Boolean.TRUE) != null) {
            throw refused();
        }
    }

    private static ResponseStatusException refused() {
        return new ResponseStatusException(HttpStatus.UNAUTHORIZED, "the invocation token was refused");
    }

    private static DefaultJWTProcessor<SecurityContext> processor(
            String appId, ForgeProperties properties, AllowedLoopback loopback, OutboundRetriever retriever) {
        var expected = new JWTClaimsSet.Builder()
                .issuer("forge/invocation-token")
                .audience(appId)
                .build();
        var claims = new DefaultJWTClaimsVerifier<SecurityContext>(expected, Set.of("exp", "iat", "jti", "app"));
        claims.setMaxClockSkew((int) properties.leeway().toSeconds());
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys(properties, loopback, retriever)));
        processor.setJWTClaimsSetVerifier(claims);
        return processor;
    }

    private static JWKSource<SecurityContext> keys(
            ForgeProperties properties, AllowedLoopback loopback, OutboundRetriever retriever) {
        var address = properties.jwksUrl();
        if (!"https".equals(address.getScheme()) && !loopback.allows(address)) {
            throw new RefusedToStart(
                    "latchkey.forge.jwks-url must be https, or listed in latchkey.http.allowed-loopback; found "
                            + address.getScheme() + "://" + address.getHost() + ":" + address.getPort() + ".",
                    "Leave it out; only the sandbox needs another one.");
        }
        try {
            return JWKSourceBuilder.create(address.toURL(), retriever)
                    .cache(properties.keysFor().toMillis(), REFRESH_MILLIS)
                    .rateLimited(Duration.ofSeconds(30).toMillis())
                    .retrying(true)
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("latchkey.forge.jwks-url is no address: " + address, e);
        }
    }
}
