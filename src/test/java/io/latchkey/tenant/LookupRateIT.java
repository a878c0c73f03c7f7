package io.latchkey.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.platform.time.Ticks;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Made-up sites are looked up at a bounded rate, and known ones are not held up by it. */
class LookupRateIT extends DoorTest {

    private static final int FLOOD = 1_200;

    /** What may be looked up at once, with what is added while the flood lasts on a slow machine. */
    private static final int BURST = 500;

    private static final int PER_SECOND = 100;

    @Autowired
    Ticks ticks;

    @Test
    void aFloodOfUnknownSitesIsNoFloodOfStatements() {
        Site known = installed();
        get("/try/site", signature(known, "GET", "/try/site"));
        counted.reset();
        long begun = ticks.nanos();

        int refused = 0;
        HttpResponse<String> last = null;
        for (int i = 0; i < FLOOD; i++) {
            last = siteCall(UUID.randomUUID().toString());
            refused += last.statusCode() == 429 ? 1 : 0;
        }

        double seconds = (ticks.nanos() - begun) / 1e9;
        int asked = counted.committed(one -> one.touches("from installation_lookup where door"))
                .size();
        assertThat(asked).isLessThanOrEqualTo((int) (BURST + PER_SECOND * seconds) + 1);
        assertThat(asked + refused).isEqualTo(FLOOD);
        if (refused > 0) {
            assertThat(get("/try/site", signature(known, "GET", "/try/site")).statusCode())
                    .isEqualTo(200);
        }
    }

    /** What would be refused anyway costs no call. */
    @Test
    void anExpiredLifecycleTokenFetchesNoKey() {
        Site site = Site.fresh();
        int before = SITE.askedForKeys().size();

        HttpResponse<String> answer = lifecycle(
                "/connect/installed",
                body(site, "installed"),
                SITE.rs256(
                        signedClaims(site, "/connect/installed")
                                .expirationTime(Date.from(Instant.now().minusSeconds(60)))
                                .issueTime(Date.from(Instant.now().minusSeconds(120)))
                                .build(),
                        UUID.randomUUID().toString()));

        assertRefused(answer, 401, "connect.token-times");
        assertThat(SITE.askedForKeys()).hasSize(before);
    }

    private HttpResponse<String> siteCall(String issuer) {
        String token = TinySite.hs256(
                TinySite.claims(issuer)
                        .claim("qsh", TinySite.qsh("GET", at("/try/site")))
                        .build(),
                "secret-that-nobody-knows-of-at-least-32-bytes");
        return get("/try/site", "JWT " + token);
    }
}
