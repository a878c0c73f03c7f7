package io.latchkey.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.atlassian.connect.spring.internal.auth.frc.ForgeInvocationTokenValidator;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.server.ResponseStatusException;

/** Forge invocation tokens, which any request may carry. */
class ForgeTokensIT extends DoorTest {

    private static final String KEYS = "/forge/jwks.json";
    private static final String KEY_ID = "forge/invocation-token/one";

    @Autowired
    ForgeInvocationTokenValidator tokens;

    @BeforeEach
    void publish() {
        var key = new RSAKey.Builder((RSAPublicKey) SITE.keys().getPublic())
                .keyID(KEY_ID)
                .build();
        SITE.answerJson(KEYS, new JWKSet(key).toString());
    }

    /** The bare library downloads the key set for each of them. */
    @ParameterizedTest
    @ValueSource(strings = {"Bearer garbage", "Bearer a.b.c", "Bearer", "Bearer ", "bearer id.secret"})
    void garbageCausesNoDownload(String header) {
        int before = SITE.askedAt(KEYS).size();

        get("/atlassian-connect.json", header);
        assertRefused(get("/try/site", header), 401, "connect.token-missing");

        assertThat(SITE.askedAt(KEYS)).hasSize(before);
    }

    /** The bare library downloads the key set for each of them. */
    @Test
    void manyTokensNeedOneDownload() {
        tokens.validateForgeInvocationToken(token(claims -> claims));
        int before = SITE.askedAt(KEYS).size();

        for (int i = 0; i < 5; i++) {
            var token = tokens.validateForgeInvocationToken(token(claims -> claims));
            assertThat(token.getApp().getInstallationId()).isEqualTo("ari:cloud:ecosystem::installation/1");
        }

        assertThat(SITE.askedAt(KEYS)).hasSize(before);
    }

    @Test
    void anotherAudienceOrIssuerIsRefused() {
        refused(token(claims -> claims.audience("ari:cloud:ecosystem::app/another")));
        refused(token(claims -> claims.issuer("another")));
    }

    /** The bare library asks for neither, so that a token without an end counts for ever. */
    @ParameterizedTest
    @ValueSource(strings = {"exp", "iat", "jti", "app"})
    void aTokenThatLacksAClaimIsRefused(String claim) {
        refused(token(claims -> claims.claim(claim, null)));
    }

    /** The bare library accepts it for 60 s. */
    @Test
    void anExpiredTokenIsRefused() {
        refused(token(claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(40)))));
    }

    /** The bare library accepts it as often as it comes. */
    @Test
    void aTokenCountsOnce() {
        String token = token(claims -> claims);
        tokens.validateForgeInvocationToken(token);

        refused(token);
    }

    /** Isolated Clouds sign with other keys; the bare library ignores the label. */
    @Test
    void aTokenOfAnIsolatedCloudIsRefused() {
        refused(token(claims -> claims.claim("icLabel", "ic-1")));
    }

    @Test
    void aTokenSignedWithAnotherKeyIsRefused() {
        try (var other = new TinySite()) {
            refused("Bearer " + other.rs256(claims().build(), KEY_ID));
        }
    }

    private void refused(String header) {
        assertThatThrownBy(() -> tokens.validateForgeInvocationToken(header))
                .isInstanceOf(ResponseStatusException.class)
                .hasMessageNotContaining(header.substring(7))
                .hasNoCause();
    }

    private static String token(UnaryOperator<JWTClaimsSet.Builder> change) {
        return "Bearer " + SITE.rs256(change.apply(claims()).build(), KEY_ID);
    }

    private static JWTClaimsSet.Builder claims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer("forge/invocation-token")
                .audience(FORGE_APP)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(25)))
                .jwtID(UUID.randomUUID().toString())
                .claim("app", Map.of("installationId", "ari:cloud:ecosystem::installation/1"));
    }
}
