package io.latchkey.tenant.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSetBasedJWKSource;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import io.latchkey.platform.http.AllowedLoopback;
import io.latchkey.platform.http.HttpProperties;
import io.latchkey.platform.http.Problem;
import io.latchkey.platform.time.Ticks;
import io.latchkey.sandbox.forge.InvocationKeys;
import io.latchkey.sandbox.forge.InvocationToken;
import io.latchkey.sandbox.http.SandboxClock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an invocation token has to be. */
class InvocationsTest {

    private static final String APP = "ari:cloud:ecosystem::app/11111111-2222-3333-4444-555555555555";
    private static final String CLOUD = "5f1e3c1a-0000-4000-8000-000000000001";
    private static final String GATEWAY = "https://api.atlassian.com";
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final InvocationKeys KEYS = new InvocationKeys();

    private final AtomicInteger downloads = new AtomicInteger();
    private final Invocations invocations = invocations(APP, url -> {
        downloads.incrementAndGet();
        return new Resource(KEYS.published(), "application/json");
    });

    private static Invocations invocations(@Nullable String app, ResourceRetriever keys) {
        return invocations(app, keys, Clock.fixed(NOW, ZoneOffset.UTC), System::nanoTime);
    }

    private static Invocations invocations(@Nullable String app, ResourceRetriever keys, Clock clock, Ticks ticks) {
        var properties = properties(app);
        var addresses = new ForgeAddresses(properties, new AllowedLoopback(new HttpProperties(List.of())));
        return new Invocations(properties, new InvocationClaims(properties, addresses), keys, clock, ticks);
    }

    private static ForgeProperties properties(@Nullable String app) {
        return new ForgeProperties(
                app,
                Set.of("PRODUCTION"),
                URI.create("https://forge.cdn.prod.atlassian-dev.net/.well-known/jwks.json"),
                Duration.ofMinutes(15),
                Duration.ofSeconds(30),
                URI.create(GATEWAY));
    }

    private static InvocationToken event() {
        return InvocationToken.of(APP, "ari:cloud:ecosystem::installation/1", CLOUD, GATEWAY, "latchkey-issues");
    }

    private static String token(UnaryOperator<JWTClaimsSet.Builder> change) {
        return KEYS.sign(change.apply(event().claims(NOW)).build());
    }

    @Test
    void aTrueOneSaysWhoCalls() {
        String page =
                KEYS.sign(event().by("ada").on("10042", "ITH-7").claims(NOW).build());

        Invocation read = invocations.verify(page);

        assertThat(read)
                .isEqualTo(new Invocation(
                        NOW,
                        "ari:cloud:ecosystem::installation/1",
                        CLOUD,
                        URI.create(GATEWAY + "/ex/jira/" + CLOUD),
                        "PRODUCTION",
                        "latchkey-issues",
                        true,
                        true,
                        "ada",
                        "10042",
                        "ITH-7"));
        assertThat(read.toString()).doesNotContain("ada");
    }

    /** Who cannot be told is a person still, and not Forge. */
    @Test
    void nobodyIsNobodyAndNotForge() {
        for (String nobody : List.of("unidentified", " ", "", "x".repeat(129))) {
            Invocation read =
                    invocations.verify(KEYS.sign(event().by(nobody).claims(NOW).build()));

            assertThat(read.principal()).isNull();
            assertThat(read.causedByPerson()).isTrue();
        }
        assertThat(invocations.verify(token(claims -> claims)).causedByPerson()).isFalse();
    }

    @Test
    void anotherAppOrIssuerIsRefused() {
        refused(401, "forge.token-refused", claims -> claims.audience("ari:cloud:ecosystem::app/another"));
        refused(401, "forge.token-refused", claims -> claims.issuer("another"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exp", "iat", "jti", "app", "aud", "iss"})
    void oneThatLacksAClaimIsRefused(String claim) {
        refused(401, "forge.token-refused", claims -> claims.claim(claim, null));
    }

    @Test
    void timesThatDoNotHoldAreRefused() {
        refused(401, "forge.token-refused", claims -> claims.expirationTime(Date.from(NOW.minusSeconds(31))));
        refused(401, "forge.token-refused", claims -> claims.notBeforeTime(Date.from(NOW.plusSeconds(31))));
        refused(401, "forge.token-refused", claims -> claims.issueTime(Date.from(NOW.plusSeconds(31))));
        refused(401, "forge.token-refused", claims -> claims.expirationTime(Date.from(NOW.plusSeconds(301))));
    }

    @Test
    void oneCountsOnce() {
        String token = token(claims -> claims);
        invocations.verify(token);

        assertRefused(invocations, token, 401, "forge.token-refused");
    }

    /** It is forgotten only when it would be refused for its age. */
    @Test
    void oneCountsOnceUntilTheLeewayOfItsEndIsOver() {
        var clock = new SandboxClock();
        Instant start = clock.instant();
        Invocations later = invocations(
                APP,
                url -> new Resource(KEYS.published(), "application/json"),
                clock,
                () -> Duration.between(start, clock.instant()).toNanos());
        String token = KEYS.sign(event().claims(start).build());
        String unused = KEYS.sign(event().claims(start).build());
        later.verify(token);

        // It lives for 25 seconds, and clocks may differ by 30.
        clock.advance(Duration.ofSeconds(53));

        later.verify(unused);
        assertRefused(later, token, 401, "forge.token-refused");
    }

    @Test
    void oneOfAnIsolatedCloudIsRefused() {
        refused(401, "forge.token-refused", claims -> claims.claim("icLabel", "ic-1"));
    }

    @Test
    void oneSignedWithAnotherKeyIsRefused() {
        var other = new InvocationKeys();
        String forged = other.sign(event().claims(NOW).build());
        invocations.verify(token(claims -> claims));

        // Its key is not there, and looking for it once more is left to whoever comes later.
        assertThatThrownBy(() -> invocations.verify(forged))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.status().value()).isIn(401, 503))
                .hasMessageNotContaining(forged);
        invocations.verify(token(claims -> claims));
    }

    @Test
    void aTrueOneThatCannotBeServedIsForbiddenAndNotUnauthorized() {
        var dev = new InvocationToken(
                APP, "i/1", CLOUD, GATEWAY + "/ex/jira/" + CLOUD, "DEVELOPMENT", "latchkey-issues", null, Map.of());
        assertRefused(invocations, KEYS.sign(dev.claims(NOW).build()), 403, "forge.environment");
        for (String address : List.of(
                "https://evil.example.com/ex/jira/" + CLOUD,
                "https://api.atlassian.com.evil.example/ex/jira/" + CLOUD,
                "https://api.atlassian.com@evil.example/ex/jira/" + CLOUD,
                "http://api.atlassian.com/ex/jira/" + CLOUD,
                "https://api.atlassian.com:444/ex/jira/" + CLOUD,
                GATEWAY + "/ex/confluence/" + CLOUD,
                GATEWAY + "/ex/jira/../" + CLOUD,
                GATEWAY + "/ex/jira/" + CLOUD + "?a=1",
                GATEWAY + "/ex/jira/",
                " ",
                "")) {
            var elsewhere =
                    new InvocationToken(APP, "i/1", CLOUD, address, "PRODUCTION", "latchkey-issues", null, Map.of());
            assertRefused(invocations, KEYS.sign(elsewhere.claims(NOW).build()), 403, "forge.address");
        }
        refused(403, "forge.other-site", claims -> claims.claim("context", Map.of("cloudId", "another")));
    }

    /** The token may be true: telling Atlassian that it is not would be wrong. */
    @Test
    void keysThatCannotBeFetchedSayNothingAboutTheToken() {
        Invocations without = invocations(APP, url -> {
            throw new IOException("away");
        });

        assertRefused(without, token(claims -> claims), 503, "forge.keys-unavailable");
    }

    /** Keys change seldom, and a door that is closed for hours loses events. */
    @Test
    void keysThatCannotBeFetchedAnewAreUsedFurther() throws Exception {
        var away = new AtomicBoolean();
        var keys = (JWKSetBasedJWKSource<SecurityContext>) Invocations.keys(properties(APP), url -> {
            if (away.get()) {
                throw new IOException("away");
            }
            return new Resource(KEYS.published(), "application/json");
        });
        JWKSetSource<SecurityContext> source = keys.getJWKSetSource();
        int published = keysAt(source, Duration.ZERO);
        away.set(true);

        assertThat(keysAt(source, Duration.ofMinutes(16))).isEqualTo(published).isPositive();
        assertThat(keysAt(source, Duration.ofHours(3))).isEqualTo(published);
        assertThatThrownBy(() -> keysAt(source, Duration.ofHours(5))).isInstanceOf(KeySourceException.class);
    }

    private static int keysAt(JWKSetSource<SecurityContext> source, Duration later) throws KeySourceException {
        long at = NOW.plus(later).toEpochMilli();
        return source.getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), at, null)
                .size();
    }

    @Test
    void withoutAnAppTheDoorIsClosedAndNoKeyIsFetched() {
        for (String none : new String[] {null, "", " "}) {
            Invocations closed = invocations(none, url -> {
                throw new AssertionError("fetched " + url);
            });

            assertRefused(closed, token(claims -> claims), 401, "forge.token-refused");
        }
    }

    /**
     * The bare library downloads the key set for each token. A tenth of what is promised for 10,000, and five times the time of
     * each: a test runs on a busy machine, before the JVM has compiled anything ({@code ForgeBench} measures it).
     */
    @Test
    void manyTokensNeedOneDownloadAndLittleTime() {
        var measured = new MeasuredInvocations();
        List<String> tokens = Stream.generate(measured::token).limit(1_000).toList();
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();

        tokens.forEach(measured::verify);

        long each = (threads.getCurrentThreadCpuTime() - before) / tokens.size() / 1_000;
        assertThat(measured.downloads()).isEqualTo(1);
        assertThat(each).as("microseconds of processor time").isLessThan(1_000);
    }

    private void refused(int status, String code, UnaryOperator<JWTClaimsSet.Builder> change) {
        assertRefused(invocations, token(change), status, code);
    }

    private static void assertRefused(Invocations invocations, String token, int status, String code) {
        assertThatThrownBy(() -> invocations.verify(token))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.status().value()).isEqualTo(status);
                    assertThat(problem.code()).isEqualTo(code);
                })
                .hasMessageNotContaining(token)
                .hasNoCause();
    }
}
