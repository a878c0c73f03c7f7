package io.latchkey.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.JWTClaimsSet;
import io.latchkey.tenant.store.ConnectHosts;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What the bare library accepts from whoever holds any token that Atlassian ever signed, and what it stumbles over. */
class LifecycleGapsIT extends DoorTest {

    private static final String INSTALLED = "/connect/installed";

    @Autowired
    ConnectHosts hosts;

    private final Site site = Site.fresh();

    /** The bare library answers 204 and installs the other site. */
    @Test
    void aTokenOfAnotherSiteInstallsNothing() {
        var answer = install(
                signedClaims(site, INSTALLED).issuer(Site.fresh().clientKey()).build());

        refused(answer, 401, "connect.other-site");
    }

    /** The bare library answers 204 on a first install. */
    @Test
    void aTokenWithoutQshInstallsNothing() {
        var answer = install(signedClaims(site, INSTALLED).claim("qsh", null).build());

        refused(answer, 401, "connect.token-unbound");
    }

    /** The bare library answers 204 on a first install. */
    @Test
    void aTokenForAnotherRequestInstallsNothing() {
        var answer = install(signedClaims(site, "/connect/uninstalled").build());

        refused(answer, 401, "connect.token-unbound");
    }

    /** The query belongs to the request. */
    @Test
    void aTokenForTheSamePathWithoutTheQueryInstallsNothing() {
        var token = SITE.rs256(signedClaims(site, INSTALLED).build(), TinySite.KEY_ID);

        var answer = lifecycle(INSTALLED + "?more=1", body(site, "installed"), token);

        refused(answer, 401, "connect.token-unbound");
    }

    /** The bare library answers 204. */
    @Test
    void aBodyForAnotherAppInstallsNothing() {
        refused(installBody(body(site, "installed").put("key", "another.app")), 400, "connect.other-app");
    }

    @Test
    void aBodyOfAnotherEventInstallsNothing() {
        refused(installBody(body(site, "enabled")), 400, "connect.other-event");
    }

    /** The bare library answers 500 to the malformed ones and takes any host. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://[bad",
                "not an address",
                "https://evil.example.com",
                "https://atlassian.net.evil.example.com",
                "https://evilatlassian.net",
                "https://.atlassian.net",
                "http://site.atlassian.net",
                "https://user@site.atlassian.net",
                "https://site.atlassian.net:8443",
                "https://site.atlassian.net/path",
                "https://site.atlassian.net?x=1",
                "http://localhost:1",
                "ftp://site.atlassian.net",
                "//site.atlassian.net"
            })
    void anAddressThatIsNotAtlassiansInstallsNothing(String address) {
        refused(installBody(body(site, "installed").put("baseUrl", address)), 400, "connect.address-refused");
    }

    @Test
    void aSecretThatIsTooShortToSignInstallsNothing() {
        var answer = installBody(body(site, "installed").put("sharedSecret", "short"));

        refused(answer, 400, "request.invalid");
        assertThat(answer.body()).contains("sharedSecret").doesNotContain("short\"");
    }

    @Test
    void anInstallWithoutASecretIsRefused() {
        refused(installBody(body(site, "installed").putNull("sharedSecret")), 400, "connect.no-secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../other/k9", "..%2Fkeys", "a/b", "k?x=1", "", "http://evil.example.com"})
    void aKeyIdThatIsNoneIsNeverFetched(String keyId) {
        int before = SITE.askedForKeys().size();

        var answer = lifecycle(
                INSTALLED,
                body(site, "installed"),
                SITE.rs256(signedClaims(site, INSTALLED).build(), keyId));

        refused(answer, 401, "connect.key-id");
        assertThat(SITE.askedForKeys()).hasSize(before);
    }

    @Test
    void anUnknownKeyIsRefused() {
        refused(withKey("unknown-key"), 401, "connect.signature");
    }

    /** The bare library answers 500. */
    @Test
    void aKeyServerThatIsDownMeansLater() {
        SITE.answers.put("/keys/down", exchange -> TinySite.send(exchange, 500, "down"));

        var answer = withKey("down");

        refused(answer, 503, "connect.install-key-unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).contains("10");
    }

    /** The bare library waits for ever. */
    @Test
    void aKeyServerThatHangsMeansLater() {
        SITE.answers.put("/keys/hangs", TinySite::hang);

        Instant before = Instant.now();
        var answer = withKey("hangs");

        refused(answer, 503, "connect.install-key-unavailable");
        assertThat(before.plus(CALL_TIMEOUT).plusSeconds(4)).isAfter(Instant.now());
    }

    /** The bare library answers 500. */
    @Test
    void aKeyThatIsNoneMeansLater() {
        SITE.answers.put("/keys/garbage", exchange -> TinySite.send(exchange, 200, "<html>sorry</html>"));

        refused(withKey("garbage"), 503, "connect.install-key-unavailable");
    }

    /** The bare library asks a staging server for the keys of bodies that name {@code *.jira-dev.com}. */
    @Test
    void theKeyServerIsPinnedWhateverTheBodySays() {
        SITE.answers.put(
                "/keys/pinned", java.util.Objects.requireNonNull(SITE.answers.get("/keys/" + TinySite.KEY_ID)));

        var answer = lifecycle(
                INSTALLED,
                body(site, "installed").put("baseUrl", "https://mine.jira-dev.com"),
                SITE.rs256(signedClaims(site, INSTALLED).build(), "pinned"));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(SITE.askedAt("/keys/pinned")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1", "https://evil.example.com", "not an address", "http://[bad"})
    void anotherAudienceIsRefused(String audience) {
        refused(install(signedClaims(site, INSTALLED).audience(audience).build()), 401, "connect.signature");
    }

    @Test
    void aSignatureOfAnotherKeyIsRefused() {
        try (var other = new TinySite()) {
            var token = other.rs256(signedClaims(site, INSTALLED).build(), TinySite.KEY_ID);

            refused(lifecycle(INSTALLED, body(site, "installed"), token), 401, "connect.signature");
        }
    }

    @Test
    void aTokenSignedWithTheSecretOfTheBodyIsRefused() {
        var token = TinySite.hs256(signedClaims(site, INSTALLED).build(), site.secret());

        refused(lifecycle(INSTALLED, body(site, "installed"), token), 401, "connect.token-algorithm");
    }

    @Test
    void noTokenIsRefused() {
        refused(lifecycle(INSTALLED, body(site, "installed"), null), 401, "connect.token-missing");
    }

    /** The bare library takes any lifetime. */
    @Test
    void aTokenThatLivesForDaysIsRefused() {
        Date inTwoDays = Date.from(Instant.now().plusSeconds(172_800));

        refused(install(signedClaims(site, INSTALLED).expirationTime(inTwoDays).build()), 401, "connect.token-times");
    }

    @Test
    void anotherSitesTokenDoesNotUninstall() {
        Site victim = installed();
        Site other = installed();
        var token = SITE.rs256(signedClaims(other, "/connect/uninstalled").build(), TinySite.KEY_ID);

        var answer = lifecycle("/connect/uninstalled", body(victim, "uninstalled"), token);

        assertRefused(answer, 401, "connect.other-site");
        assertThat(hosts.byClientKey(victim.clientKey()).orElseThrow().mayCall())
                .isTrue();
    }

    /** {@code %69} is an i: whatever recognises paths by their text must not be passed by. */
    @Test
    void aPathInOtherWordsIsCheckedAllTheSame() {
        var token = SITE.rs256(signedClaims(site, INSTALLED).claim("qsh", null).build(), TinySite.KEY_ID);

        var answer = lifecycle("/connect/%69nstalled", body(site, "installed"), token);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(hosts.byClientKey(site.clientKey())).isEmpty();
    }

    @Test
    void aSiteSwitchesOnlyItself() {
        Site one = installed();
        Site other = installed();
        String path = "/connect/disabled";

        var answer = post(path, body(other, "disabled").toString(), signature(one, "POST", path));

        assertRefused(answer, 403, "connect.other-site");
        assertThat(hosts.byClientKey(other.clientKey())
                        .orElseThrow()
                        .installation()
                        .enabled())
                .isTrue();
    }

    private HttpResponse<String> install(JWTClaimsSet claims) {
        return lifecycle(INSTALLED, body(site, "installed"), SITE.rs256(claims, TinySite.KEY_ID));
    }

    private HttpResponse<String> installBody(ObjectNode body) {
        return lifecycle(
                INSTALLED, body, SITE.rs256(signedClaims(site, INSTALLED).build(), TinySite.KEY_ID));
    }

    private HttpResponse<String> withKey(@Nullable String keyId) {
        return lifecycle(
                INSTALLED,
                body(site, "installed"),
                SITE.rs256(signedClaims(site, INSTALLED).build(), keyId));
    }

    private void refused(HttpResponse<String> answer, int status, String code) {
        assertRefused(answer, status, code);
        assertThat(hosts.byClientKey(site.clientKey())).isEmpty();
    }
}
