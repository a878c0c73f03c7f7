package io.latchkey.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.JWTClaimsSet;
import io.latchkey.platform.http.PublicUrl;
import io.latchkey.tenant.store.ConnectHosts;
import io.latchkey.testing.CountedTransactions;
import io.latchkey.testing.OnFreePort;
import io.latchkey.testing.OnPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The product on a port, with a tiny site beside it; the tests of the door share one of each. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
@Import(DoorTest.Counting.class)
@AutoConfigureObservability(tracing = false)
@ContextConfiguration(initializers = {OnPostgres.class, OnFreePort.class})
abstract class DoorTest {

    static final JsonMapper JSON = JsonMapper.builder().build();
    static final TinySite SITE = new TinySite();
    static final String FORGE_APP = "ari:cloud:ecosystem::app/11111111-2222-3333-4444-555555555555";
    static final Duration CALL_TIMEOUT = Duration.ofSeconds(4);
    static final String OPERATOR = "operator-token-of-the-tests";

    final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    @Autowired
    PublicUrl publicUrl;

    @Autowired
    CountedTransactions counted;

    /** Counts what reaches the database. */
    @TestConfiguration
    static class Counting {

        @Bean
        static CountedTransactions counted() {
            return new CountedTransactions();
        }

        @Bean
        TryEndpoints tryEndpoints(
                ConnectHosts hosts, @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping) {
            var endpoints = new TryEndpoints(hosts);
            endpoints.register(mapping);
            return endpoints;
        }
    }

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("latchkey.http.allowed-loopback", SITE::hostAndPort);
        registry.add("latchkey.connect.install-keys-url", () -> SITE.address() + "/keys");
        registry.add("latchkey.forge.app-id", () -> FORGE_APP);
        registry.add("latchkey.forge.jwks-url", () -> SITE.address() + "/forge/jwks.json");
        registry.add("latchkey.forge.gateway", SITE::address);
        // What the bare library would download from.
        registry.add("atlassian.connect.forge-invocation-token-jwks-url", () -> SITE.address() + "/forge/jwks.json");
        registry.add("latchkey.edge.operator-token", () -> OPERATOR);
        registry.add("latchkey.outbound.call-timeout", () -> CALL_TIMEOUT);
    }

    /** A site that installed us, or is about to. */
    record Site(String clientKey, String secret, String cloudId) {

        static Site fresh() {
            return at(UUID.randomUUID().toString());
        }

        static Site at(String cloudId) {
            return new Site(UUID.randomUUID().toString(), "secret-" + UUID.randomUUID() + UUID.randomUUID(), cloudId);
        }

        Site withSecret(String other) {
            return new Site(clientKey, other, cloudId);
        }
    }

    ObjectNode body(Site site, String eventType) {
        return JSON.createObjectNode()
                .put("key", "io.latchkey")
                .put("clientKey", site.clientKey())
                .put("sharedSecret", site.secret())
                .put("baseUrl", SITE.address())
                .put("cloudId", site.cloudId())
                .put("productType", "jira")
                .put("description", "a test")
                .put("eventType", eventType);
    }

    JWTClaimsSet.Builder signedClaims(Site site, String path) {
        return TinySite.claims(site.clientKey())
                .audience(publicUrl.baseUrl().toString())
                .claim("qsh", TinySite.qsh("POST", at(path)));
    }

    HttpResponse<String> lifecycle(Site site, String eventType) {
        String path = "/connect/" + eventType;
        return lifecycle(
                path, body(site, eventType), SITE.rs256(signedClaims(site, path).build(), TinySite.KEY_ID));
    }

    HttpResponse<String> lifecycle(String path, JsonNode body, @Nullable String token) {
        return post(path, body.toString(), token == null ? null : "JWT " + token);
    }

    Site installed() {
        Site site = Site.fresh();
        int status = lifecycle(site, "installed").statusCode();
        if (status != 204) {
            throw new IllegalStateException("installing answered " + status);
        }
        return site;
    }

    /** A request signed by a site for exactly itself. */
    String signature(Site site, String method, String path) {
        return "JWT "
                + TinySite.hs256(
                        TinySite.claims(site.clientKey())
                                .claim("qsh", TinySite.qsh(method, at(path)))
                                .build(),
                        site.secret());
    }

    String contextToken(Site site, String accountId) {
        return "JWT "
                + TinySite.hs256(
                        TinySite.claims(site.clientKey())
                                .subject(accountId)
                                .claim("qsh", "context-qsh")
                                .build(),
                        site.secret());
    }

    URI at(String path) {
        return URI.create(publicUrl.at(path));
    }

    HttpResponse<String> get(String path, @Nullable String authorization) {
        return send(request(path, authorization).GET());
    }

    HttpResponse<String> post(String path, String body, @Nullable String authorization) {
        return send(request(path, authorization)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder request(String path, @Nullable String authorization) {
        var request = HttpRequest.newBuilder(at(path)).timeout(Duration.ofSeconds(20));
        return authorization == null ? request : request.header("Authorization", authorization);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A refusal has one shape, with nothing of its cause. */
    static void assertRefused(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(code(response)).isEqualTo(code);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(response.body()).doesNotContain("trace", "Exception", "at io.latchkey");
    }

    static String code(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body()).path("code").asText("none: " + response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
