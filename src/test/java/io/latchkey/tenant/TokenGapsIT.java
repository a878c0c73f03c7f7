package io.latchkey.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.latchkey.testing.CountedTransactions.Transaction;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Tokens of sites and of people, as endpoints declare them. */
@ExtendWith(OutputCaptureExtension.class)
class TokenGapsIT extends DoorTest {

    @Autowired
    TryEndpoints endpoints;

    private Site site = Site.fresh();

    @BeforeEach
    void install() {
        site = installed();
    }

    @Test
    void aSiteCallsItsEndpoint() {
        var answer = get(
                "/try/site?b=2&a=1&a=0&c=x%20y*~%C3%A9",
                signature(site, "GET", "/try/site?b=2&a=1&a=0&c=x%20y*~%C3%A9"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(tenantOf(site).toString());
    }

    /** The bare library answers 200. */
    @Test
    void aTokenWithoutQshIsRefused() {
        assertRefused(siteCall(claims -> claims.claim("qsh", null)), 401, "connect.token-unbound");
    }

    @Test
    void aTokenForAnotherRequestIsRefused() {
        var answer = get("/try/site?id=2", signature(site, "GET", "/try/site?id=1"));

        assertRefused(answer, 401, "connect.token-unbound");
    }

    @Test
    void aContextTokenIsNoSitesToken() {
        assertRefused(get("/try/site", contextToken(site, "ada")), 401, "connect.token-unbound");
    }

    /** The bare library answers 500. */
    @Test
    void aTokenWithoutAnIssuerIsRefused() {
        assertRefused(siteCall(claims -> claims.issuer(null)), 401, "connect.token-times");
    }

    @Test
    void aTokenOfAnUnknownSiteIsRefused() {
        assertRefused(siteCall(claims -> claims.issuer("nobody")), 401, "connect.unknown-site");
    }

    /** The bare library answers 200: it never looks whether the app is still installed. */
    @Test
    void aTokenOfASiteThatUninstalledUsIsRefused() {
        lifecycle(site, "uninstalled");

        assertRefused(siteCall(claims -> claims), 401, "connect.unknown-site");
    }

    /** The bare library takes any lifetime. */
    @Test
    void aTokenThatLivesForAYearIsRefused() {
        Date inAYear = Date.from(Instant.now().plusSeconds(31_536_000));

        assertRefused(siteCall(claims -> claims.expirationTime(inAYear)), 401, "connect.token-times");
    }

    @Test
    void aTokenWithoutItsTimeOfIssueIsRefused() {
        assertRefused(siteCall(claims -> claims.issueTime(null)), 401, "connect.token-times");
    }

    /** The bare library takes one from any future. */
    @Test
    void aTokenFromTheFutureIsRefused() {
        Instant later = Instant.now().plusSeconds(60);

        assertRefused(
                siteCall(claims -> claims.issueTime(Date.from(later)).expirationTime(Date.from(later.plusSeconds(60)))),
                401,
                "connect.token-times");
    }

    /** The bare library answers 200 until 30 s after the end. */
    @Test
    void aTokenThatEndedTwentySecondsAgoIsRefused() {
        Instant end = Instant.now().minusSeconds(20);

        assertRefused(
                siteCall(claims ->
                        claims.issueTime(Date.from(end.minusSeconds(60))).expirationTime(Date.from(end))),
                401,
                "connect.token-times");
    }

    @Test
    void aTokenThatJustEndedStillCountsForClocksThatDiffer() {
        Instant end = Instant.now().minusSeconds(3);

        var answer = siteCall(
                claims -> claims.issueTime(Date.from(end.minusSeconds(60))).expirationTime(Date.from(end)));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    /** The bare library answers 200, and the token is in every log on the way. */
    @Test
    void aTokenInTheAddressIsRefused() {
        String token = signature(site, "GET", "/try/site").substring(4);

        assertRefused(get("/try/site?jwt=" + token, null), 401, "connect.token-in-address");
        assertRefused(get("/try/site?jwt=" + token, "JWT " + token), 401, "connect.token-in-address");
    }

    @Test
    void aTokenWithoutASignatureIsRefused() {
        var token = new PlainJWT(TinySite.claims(site.clientKey())
                        .claim("qsh", TinySite.qsh("GET", at("/try/site")))
                        .build())
                .serialize();

        assertRefused(get("/try/site", "JWT " + token), 401, "connect.token-malformed");
    }

    @Test
    void aTokenSignedWithAtlassiansKeyIsNoSitesToken() {
        var token = SITE.rs256(
                TinySite.claims(site.clientKey())
                        .claim("qsh", TinySite.qsh("GET", at("/try/site")))
                        .build(),
                TinySite.KEY_ID);

        assertRefused(get("/try/site", "JWT " + token), 401, "connect.token-algorithm");
    }

    /** The bare library lets whoever has one act as a site; it makes one for every call of any handler. */
    @Test
    void aTokenOfOurOwnMakingIsRefused() {
        assertRefused(
                siteCall(claims ->
                        claims.issuer("io.latchkey").audience("io.latchkey").claim("clientKey", site.clientKey())),
                401,
                "connect.unknown-site");
    }

    /** The bare library prints the whole token at ERROR. */
    @Test
    void aWrongSignatureIsRefusedAndItsTokenIsNotPrinted(CapturedOutput output) {
        String token = signature(site.withSecret(Site.fresh().secret()), "GET", "/try/site");

        assertRefused(get("/try/site", token), 401, "connect.token-forged");
        assertThat(output.getAll()).doesNotContain(token.substring(4)).doesNotContain(token.split("\\.")[2]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT garbage", "JWT a.b.c", "JWT e30.e30.e30"})
    void garbageIsRefusedEverywhere(String header, CapturedOutput output) {
        assertRefused(get("/try/site", header), 401, "connect.token-malformed");
        assertRefused(get("/atlassian-connect.json", header), 401, "connect.token-malformed");
        assertThat(output.getAll()).doesNotContain("\tat ");
    }

    @Test
    void twoTokensAreRefused() {
        String token = signature(site, "GET", "/try/site");

        var answer = send(HttpRequest.newBuilder(at("/try/site"))
                .header("Authorization", token)
                .header("Authorization", "Basic dXNlcjpwYXNz")
                .GET());

        assertRefused(answer, 401, "connect.token-malformed");
    }

    @Test
    void noTokenIsRefused() {
        var answer = get("/try/site", null);

        assertRefused(answer, 401, "connect.token-missing");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("JWT");
    }

    @Test
    void aPersonCallsWithAContextTokenAsOftenAsNeeded() {
        String token = contextToken(site, "557058:ada");

        assertThat(get("/try/person", token).body()).isEqualTo("557058:ada");
        assertThat(get("/try/person", token).body()).isEqualTo("557058:ada");
    }

    @Test
    void aSitesTokenIsNoPersonsToken() {
        assertRefused(get("/try/person", signature(site, "GET", "/try/person")), 401, "connect.no-context-token");
    }

    @Test
    void aContextTokenWithoutAPersonIsRefused() {
        var token = TinySite.hs256(
                TinySite.claims(site.clientKey()).claim("qsh", "context-qsh").build(), site.secret());

        assertRefused(get("/try/person", "JWT " + token), 401, "caller.no-person");
    }

    @Test
    void anEndpointWithoutADeclarationAnswersNobody() {
        assertRefused(get("/try/undeclared", signature(site, "GET", "/try/undeclared")), 403, "access.undeclared");
        assertRefused(get("/try/undeclared", null), 403, "access.undeclared");
    }

    /** The bare library reads the host for each request from the repository that it is given. */
    @Test
    void aWarmCallNeedsNoStatement() {
        String token = signature(site, "GET", "/try/site");
        get("/try/site", token);
        counted.reset();

        assertThat(get("/try/site", token).statusCode()).isEqualTo(200);

        assertThat(counted.committed(one -> !one.thread().startsWith("tenant-")
                        && (one.touches("installation") || one.touches("tenant_keyset"))))
                .extracting(Transaction::statements)
                .isEmpty();
    }

    @Test
    void aFloodOfOneUnknownSiteIsNoFloodOfStatements() {
        counted.reset();

        for (int i = 0; i < 20; i++) {
            siteCall(claims -> claims.issuer("flood"));
        }

        assertThat(counted.committed(one -> one.touches("installation_lookup")).size())
                .isBetween(1, 10);
    }

    private Object tenantOf(Site site) {
        return endpoints
                .hosts()
                .byClientKey(site.clientKey())
                .orElseThrow()
                .installation()
                .tenant();
    }

    private HttpResponse<String> siteCall(UnaryOperator<JWTClaimsSet.Builder> change) {
        var claims = TinySite.claims(site.clientKey()).claim("qsh", TinySite.qsh("GET", at("/try/site")));
        return get("/try/site", "JWT " + TinySite.hs256(change.apply(claims).build(), site.secret()));
    }
}
