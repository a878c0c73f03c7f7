package io.latchkey.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.failure.FailureException;
import io.latchkey.tenant.store.ConnectHosts;
import io.latchkey.tenant.store.InstallationRegister;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** How a site is called back. */
class SiteCallsIT extends DoorTest {

    @Autowired
    SiteClients clients;

    @Autowired
    AppAccount appAccount;

    @Autowired
    JiraAdministrators administrators;

    @Autowired
    ConnectHosts hosts;

    @Autowired
    Installations installations;

    @Autowired
    InstallationRegister register;

    private static final String CHECK = "/rest/api/3/permissions/check";

    private Site site = Site.fresh();
    private TenantId tenant = new TenantId(new java.util.UUID(0, 0));

    @BeforeEach
    void install() {
        site = installed();
        tenant =
                hosts.byClientKey(site.clientKey()).orElseThrow().installation().tenant();
    }

    /** The bare library reads the query in the machine's charset and signs a wrong hash for letters outside ASCII. */
    @Test
    void aCallIsSignedForExactlyItself() throws Exception {
        SITE.answerJson("/rest/api/3/search", "{}");

        clients.asApp(tenant)
                .get()
                .uri("/rest/api/3/search?jql={jql}&a=1&a=0", "summary ~ \"Zoë & co\" AND x=1+1*~")
                .retrieve()
                .toBodilessEntity();

        var asked = SITE.askedAt("/rest/api/3/search").get(0);
        var token = SignedJWT.parse(String.valueOf(asked.authorization()).substring(4));
        assertThat(token.verify(new MACVerifier(site.secret()))).isTrue();
        assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo("io.latchkey");
        assertThat(token.getJWTClaimsSet().getStringClaim("qsh")).isEqualTo(TinySite.qsh("GET", asked.uri()));
    }

    @Test
    void aCallToAnotherHostIsRefusedBeforeItIsSent() {
        try (var other = new TinySite()) {
            assertThatThrownBy(() -> clients.asApp(tenant)
                            .get()
                            .uri(URI.create(other.address() + "/rest/api/3/myself"))
                            .retrieve()
                            .toBodilessEntity())
                    .hasMessageContaining("base URL");
            assertThat(other.asked).isEmpty();
        }
    }

    /** A signed request must not wander. */
    @Test
    void aRedirectIsNotFollowed() {
        SITE.answers.put("/rest/api/3/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", SITE.address() + "/rest/api/3/elsewhere");
            TinySite.send(exchange, 302, "");
        });

        var answer =
                clients.asApp(tenant).get().uri("/rest/api/3/moved").retrieve().toBodilessEntity();

        assertThat(answer.getStatusCode().value()).isEqualTo(302);
        assertThat(SITE.askedAt("/rest/api/3/elsewhere")).isEmpty();
    }

    /** The bare library has no time limits; a server that sends a byte now and then would hold a thread for ever. */
    @Test
    void aCallThatDripsEnds() {
        SITE.answers.put("/rest/api/3/drips", TinySite::hang);
        Instant before = Instant.now();

        assertThatThrownBy(() -> clients.asApp(tenant)
                        .get()
                        .uri("/rest/api/3/drips")
                        .retrieve()
                        .body(String.class))
                .isInstanceOf(RuntimeException.class);

        assertThat(before.plus(CALL_TIMEOUT).plusSeconds(4)).isAfter(Instant.now());
    }

    @Test
    void anAnswerWithoutAnEndIsNotReadToIt() {
        String large = TinySite.repeated('x', 11 * 1024 * 1024);
        SITE.answers.put("/rest/api/3/large", exchange -> TinySite.send(exchange, 200, large));

        assertThatThrownBy(() -> clients.asApp(tenant)
                        .get()
                        .uri("/rest/api/3/large")
                        .retrieve()
                        .body(String.class))
                .hasStackTraceContaining("larger than");
    }

    /** The bare library builds a new HTTP client per call: 400 file descriptors more after 200 calls. */
    @Test
    void twoHundredCallsLeaveNoFileDescriptors() {
        SITE.answerJson("/rest/api/3/often", "{}");
        var system = (com.sun.management.UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        callOften();
        long before = system.getOpenFileDescriptorCount();

        for (int i = 0; i < 200; i++) {
            callOften();
        }

        assertThat(system.getOpenFileDescriptorCount()).isLessThan(before + 40);
    }

    private void callOften() {
        clients.asApp(tenant).get().uri("/rest/api/3/often").retrieve().toBodilessEntity();
    }

    @Test
    void aSiteThatUninstalledUsIsNotCalled() {
        lifecycle(site, "uninstalled");

        assertThatThrownBy(() -> clients.asApp(tenant)).isInstanceOf(TenantFailure.NotInstalled.class);
        assertThatThrownBy(() -> appAccount.of(tenant)).isInstanceOf(TenantFailure.NotInstalled.class);
    }

    @Test
    void theAppsAccountIsAskedOnceAndStored() {
        String account = "557058:" + site.clientKey();
        SITE.answerJson("/rest/api/3/myself", "{\"accountId\":\"" + account + "\",\"accountType\":\"app\"}");
        int before = SITE.askedAt("/rest/api/3/myself").size();

        assertThat(appAccount.of(tenant)).isEqualTo(account);
        assertThat(appAccount.of(tenant)).isEqualTo(account);

        assertThat(SITE.askedAt("/rest/api/3/myself")).hasSize(before + 1);
        assertThat(installations.ofTenant(tenant).get(0).appAccount()).contains(account);
    }

    /** The site may have moved to another door while it was asked. */
    @Test
    void theAccountOfAnotherInstallationIsNotStored() {
        var another = new Installation(
                tenant,
                Door.FORGE,
                "ari:cloud:ecosystem::installation/another",
                URI.create("https://another.example.com"),
                null,
                null,
                null,
                true,
                true,
                true,
                Set.of(),
                null,
                null);

        installations.rememberAppAccount(tenant, another, "557058:another");

        assertThat(installations.ofTenant(tenant).get(0).appAccount()).isEmpty();
    }

    /** Whoever comes first to a new site comes at the same time as others, and as what the site itself tells. */
    @Test
    void theAppsAccountIsStoredByAllWhoAskAtOnce() throws Exception {
        Installation open = installations.open(tenant).orElseThrow();
        var together = new CyclicBarrier(8);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                boolean told = i % 2 == 0;
                URI shown = URI.create("https://shown" + i + ".example.com");
                all.add(threads.submit(() -> {
                    together.await();
                    if (told) {
                        register.enabled(site.clientKey(), true);
                    }
                    installations.rememberShown(tenant, shown, null);
                    installations.rememberAppAccount(tenant, open, "557058:" + site.clientKey());
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(installations.ofTenant(tenant).get(0).appAccount()).contains("557058:" + site.clientKey());
    }

    @Test
    void theAppsAccountThatTheSiteDoesNotTellIsAskedAgain() {
        SITE.answers.put("/rest/api/3/myself", exchange -> TinySite.send(exchange, 503, "{}"));
        assertThatThrownBy(() -> appAccount.of(tenant))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo("jira.unavailable"));

        SITE.answerJson("/rest/api/3/myself", "{\"accountId\":\"later\"}");

        assertThat(appAccount.of(tenant)).isEqualTo("later");
    }

    @Test
    void anAdministratorIsWhoJiraSays() {
        SITE.answerJson(CHECK, "{\"globalPermissions\":[\"ADMINISTER\"]}");
        int before = SITE.askedAt(CHECK).size();

        assertThat(get("/try/administrator", contextToken(site, "ada")).statusCode())
                .isEqualTo(200);
        assertThat(get("/try/administrator", contextToken(site, "ada")).statusCode())
                .isEqualTo(200);

        assertThat(SITE.askedAt(CHECK)).hasSize(before + 1);
    }

    @Test
    void whoIsNoAdministratorIsRefused() {
        SITE.answerJson(CHECK, "{\"projectPermissions\":[],\"globalPermissions\":[]}");

        assertRefused(get("/try/administrator", contextToken(site, "gus")), 403, "caller.not-administrator");
    }

    /** An answer of a minute ago lets nobody change anything. */
    @Test
    void whoChangesSomethingIsAnAdministratorNow() {
        SITE.answerJson(CHECK, "{\"globalPermissions\":[\"ADMINISTER\"]}");
        assertThat(get("/try/administrator", contextToken(site, "eve")).statusCode())
                .isEqualTo(200);
        SITE.answerJson(CHECK, "{\"projectPermissions\":[],\"globalPermissions\":[]}");

        assertRefused(post("/try/change", "{}", contextToken(site, "eve")), 403, "caller.not-administrator");
    }

    /** Each try costs points that all sites share, also one that is refused. */
    @Test
    void whoTriesToChangeSomethingAgainAndAgainIsStopped() {
        SITE.answerJson(CHECK, "{\"projectPermissions\":[],\"globalPermissions\":[]}");
        String token = contextToken(site, "una");
        for (int i = 0; i < 300; i++) {
            assertThat(post("/try/change", "{}", token).statusCode()).isEqualTo(403);
        }
        int before = SITE.askedAt(CHECK).size();

        assertRefused(post("/try/change", "{}", token), 429, "caller.too-many-acts");

        assertThat(SITE.askedAt(CHECK)).hasSize(before);
        assertRefused(post("/try/change", "{}", contextToken(site, "uma")), 403, "caller.not-administrator");
    }

    /** Unknown is never yes, and is asked again. */
    @Test
    void anAdministratorThatCannotBeAskedAboutIsNone() {
        SITE.answers.put(CHECK, exchange -> TinySite.send(exchange, 500, "{}"));
        assertRefused(get("/try/administrator", contextToken(site, "ada")), 503, "tenant.site-unreachable");

        SITE.answers.put(CHECK, exchange -> TinySite.send(exchange, 403, "{}"));
        assertRefused(get("/try/administrator", contextToken(site, "ada")), 409, "tenant.site-refused");

        SITE.answerJson(CHECK, "{\"globalPermissions\":[\"ADMINISTER\"]}");
        assertThat(get("/try/administrator", contextToken(site, "ada")).statusCode())
                .isEqualTo(200);
        assertThat(administrators.isAdministrator(new Caller(tenant, "ada"))).isTrue();
    }
}
