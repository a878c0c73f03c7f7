package io.latchkey.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.sandbox.forge.InvocationKeys;
import io.latchkey.sandbox.forge.InvocationToken;
import io.latchkey.tenant.store.ConnectHosts;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What Forge sends to the product over real HTTP, and the site that it is called at. */
abstract class ForgeDoorTest extends DoorTest {

    static final InvocationKeys KEYS = new InvocationKeys();
    static final String EVENT = """
            {"eventType":"avi:jira:updated:issue","timestamp":%d,"issue":{"id":"10042","key":"ITH-7"},"atlassianId":"ada"%s}
            """;

    @Autowired
    SiteClients clients;

    @Autowired
    ConnectHosts hosts;

    @Autowired
    Installations installations;

    @Autowired
    HeldInstallations held;

    @Autowired
    TenantTransactions transactions;

    @Autowired
    JdbcClient jdbc;

    /** An installation at a site. */
    record App(String installationId, String cloudId) {

        static App fresh() {
            return at(UUID.randomUUID().toString());
        }

        static App at(String cloudId) {
            return new App("ari:cloud:ecosystem::installation/" + UUID.randomUUID(), cloudId);
        }

        InvocationToken token(String module) {
            return InvocationToken.of(FORGE_APP, installationId, cloudId, SITE.address(), module);
        }

        String rest(String path) {
            return "/ex/jira/" + cloudId + path;
        }
    }

    final App app = App.fresh();

    @BeforeEach
    void publish() {
        SITE.answerJson("/forge/jwks.json", KEYS.published());
    }

    static String bearer(InvocationToken token) {
        return "Bearer " + KEYS.sign(token.claims(Instant.now()).build());
    }

    HttpResponse<String> forge(String path, InvocationToken token, String body, @Nullable String system) {
        var request = request(path, bearer(token))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return send(system == null ? request : request.header("x-forge-oauth-system", system));
    }

    HttpResponse<String> installed(App which, @Nullable String system) {
        return forge("/forge/installed", which.token("latchkey-installed"), "{}", system);
    }

    HttpResponse<String> schedule(App which, @Nullable String system) {
        return forge("/forge/schedule", which.token("latchkey-hourly"), "{}", system);
    }

    HttpResponse<String> event(App which, String body, @Nullable String system) {
        return forge("/forge/issue-events", which.token("latchkey-issues"), body, system);
    }

    HttpResponse<String> page(String path, InvocationToken token, @Nullable String personsToken) {
        var request = request(path, bearer(token)).GET();
        return send(personsToken == null ? request : request.header("x-forge-oauth-user", personsToken));
    }

    TenantId tenant(App which) {
        return hosts.byInstallationId(which.installationId()).orElseThrow().tenant();
    }

    /** What is refused to Forge has to be plain JSON, or the page sees no answer at all. */
    static void assertForbidden(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(code(answer)).isEqualTo(code);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
    }

    static void assertTaken(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
    }

    void ask(TenantId tenant) {
        clients.asApp(tenant).get().uri("/rest/api/3/asked").retrieve().toBodilessEntity();
    }

    @Nullable
    String sentTo(App which) {
        var asked = SITE.askedAt(which.rest("/rest/api/3/asked"));
        return asked.get(asked.size() - 1).authorization();
    }

    /** Jira at a site tells who a token is of, and that Ada alone is its administrator. */
    void answerForPeopleOf(App which) {
        SITE.answers.put(which.rest("/rest/api/3/myself"), exchange -> {
            String who = exchange.getRequestHeaders().getFirst("Authorization");
            TinySite.send(
                    exchange, 200, "{\"accountId\":\"" + String.valueOf(who).replace("Bearer token-of-", "") + "\"}");
        });
        SITE.answers.put(which.rest("/rest/api/3/mypermissions"), exchange -> {
            boolean ada =
                    "Bearer token-of-ada".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            TinySite.send(exchange, 200, "{\"permissions\":{\"ADMINISTER\":{\"havePermission\":" + ada + "}}}");
        });
    }

    long rows(TenantId tenant, String sql) {
        return transactions.read(
                tenant,
                () -> jdbc.sql(sql).param(tenant.value()).query(Long.class).single());
    }
}
