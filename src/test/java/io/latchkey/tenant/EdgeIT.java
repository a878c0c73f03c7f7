package io.latchkey.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.connect.spring.internal.AtlassianConnectProperties;
import io.latchkey.tenant.store.ConnectHosts;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.CacheManager;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.context.ApplicationContext;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** The edge itself: one shape of refusals, headers on every answer, limits, and who reads what operators read. */
@ExtendWith(OutputCaptureExtension.class)
class EdgeIT extends DoorTest {

    private static final int MIB = 1024 * 1024;
    private static final String SERVER_INFO = "/rest/api/3/serverInfo";

    @Autowired
    ConnectHosts hosts;

    @Autowired
    ApplicationContext context;

    @Test
    void aBodyThatSaysItIsTooLargeIsRefused() {
        assertRefused(post("/try/body", json(MIB + 1), null), 413, "request.too-large");
    }

    @Test
    void aBodyThatDoesNotSayItIsTooLargeIsRefusedToo() {
        assertRefused(chunked("/try/body", json(MIB + 1)), 413, "request.too-large");
    }

    @Test
    void aBodyAtTheLimitIsRead() {
        assertThat(post("/try/body", json(MIB), null).body()).isEqualTo("{\"fields\":1}");
        assertThat(chunked("/try/body", json(MIB)).body()).isEqualTo("{\"fields\":1}");
    }

    /** A lifecycle body is parsed before its token is verified, so its size matters there most. */
    @Test
    void theLimitHoldsForLifecycleCallbacks() {
        assertRefused(chunked("/connect/installed", json(MIB + 1)), 413, "request.too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "", "[]", "\"text\"", "{\"a\":"})
    void malformedJsonIsRefused(String body) {
        assertRefused(post("/try/body", body, null), 400, "request.malformed");
    }

    @Test
    void anotherContentTypeIsRefused() {
        var answer = send(request("/try/body", null)
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("x")));

        assertRefused(answer, 415, "request.unsupported-media-type");
    }

    @Test
    void anotherMethodIsRefusedAndTheRightOneNamed() {
        var answer = get("/try/body", null);

        assertRefused(answer, 405, "request.method-not-allowed");
        assertThat(answer.headers().firstValue("Allow")).contains("POST");
    }

    /** The bare library redirects the root, and shows its own error page at {@code /error}. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "/nothing", "/error", "/logout", "/login"})
    void whereNothingIsNothingIsSaid(String path) {
        assertRefused(get(path, null), 404, "request.not-found");
    }

    @Test
    void aPathWithTricksIsRefused() {
        var answer = get("/try/..;/body", null);

        assertRefused(answer, 400, "request.malformed");
    }

    /** The bare library's error controller answers the message of whatever failed. */
    @Test
    void anUnforeseenFailureShowsAnIncidentAndNothingElse(CapturedOutput output) throws Exception {
        var answer = get("/try/failure", null);

        assertRefused(answer, 500, "internal");
        assertThat(answer.body()).doesNotContain("hidden words");
        String incident = JSON.readTree(answer.body()).path("incident").asText();
        assertThat(incident).isNotEmpty();
        assertThat(output.getAll()).contains(incident).contains("hidden words");
    }

    /** The bare library sends no policy, and HSTS only where the proxy says https. */
    @Test
    void everyAnswerCarriesSecurityHeaders() {
        var answers = Map.of(
                200, get("/atlassian-connect.json", null),
                401, get("/try/site", null),
                404, get("/nothing", null),
                413, post("/try/body", json(MIB + 1), null),
                500, get("/try/failure", null));

        answers.forEach((status, answer) -> {
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(header(answer, "Referrer-Policy")).isEqualTo("strict-origin");
            assertThat(header(answer, "Cache-Control")).contains("no-cache").contains("no-store");
            assertThat(header(answer, "Content-Security-Policy"))
                    .contains("default-src 'none'")
                    .contains("frame-ancestors https://*.atlassian.net https://*.jira.com https://*.jira-dev.com");
            assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        });
    }

    @Test
    void strictTransportSecurityIsSentBehindAProxyThatEndsTls() {
        var answer = send(request("/atlassian-connect.json", null)
                .header("X-Forwarded-Proto", "https")
                .GET());

        assertThat(header(answer, "Strict-Transport-Security")).isEqualTo("max-age=31536000");
    }

    /** Nobody signs the body; whoever has the token of an installation could write into it who may frame us. */
    @Test
    void whatAnInstallationSaysOfItselfFramesNobody() {
        SITE.answers.put(SERVER_INFO, exchange -> TinySite.send(exchange, 503, "{}"));
        Site site = Site.fresh();
        var body = body(site, "installed")
                .put("displayUrl", "https://evil.example.com")
                .put("displayUrlServicedeskHelpCenter", "https://evil.example.com/portal");
        lifecycle(
                "/connect/installed",
                body,
                SITE.rs256(signedClaims(site, "/connect/installed").build(), TinySite.KEY_ID));

        assertThat(frames(site)).endsWith("https://*.jira-dev.com " + SITE.address());
    }

    @Test
    void aSiteWithDomainsOfItsOwnMayFrameUsThereWhenJiraSaysSo() {
        SITE.answerJson(
                SERVER_INFO,
                "{\"baseUrl\":\"https://x.atlassian.net\",\"displayUrl\":\"https://jira.example.com/some/path\","
                        + "\"displayUrlServicedeskHelpCenter\":\"https://help.example.com:8443/portal\"}");
        Site site = installed();

        assertThat(post(
                                "/connect/enabled",
                                body(site, "enabled").toString(),
                                signature(site, "POST", "/connect/enabled"))
                        .statusCode())
                .isEqualTo(204);

        awaitFrames(site, SITE.address() + " https://jira.example.com https://help.example.com:8443");
        lifecycle(site, "installed");
        assertThat(frames(site)).as("it may have moved").endsWith("https://*.jira-dev.com " + SITE.address());
    }

    /** The callback {@code enabled} may have been lost, or Jira was not there when it came. */
    @Test
    void whereASiteIsSeenIsAskedWhenAPersonComes() {
        SITE.answerJson(
                SERVER_INFO, "{\"displayUrl\":\"https://jira.example.org\",\"displayUrlServicedeskHelpCenter\":\"\"}");
        Site site = installed();
        int before = SITE.askedAt(SERVER_INFO).size();

        assertThat(frames(site)).endsWith("https://*.jira-dev.com " + SITE.address());

        awaitFrames(site, SITE.address() + " https://jira.example.org");
        assertThat(SITE.askedAt(SERVER_INFO)).hasSize(before + 1);
        assertThat(SITE.askedAt(SERVER_INFO).get(before).authorization()).startsWith("JWT ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://help.example.com",
                "javascript:alert(1)",
                "https://a b",
                "https://a;script-src",
                "*",
                "//a"
            })
    void whatMayNotStandInAHeaderIsLeftOut(String address) {
        SITE.answerJson(
                SERVER_INFO,
                "{\"displayUrl\":\"https://jira.example.net\",\"displayUrlServicedeskHelpCenter\":\"" + address
                        + "\"}");
        Site site = installed();

        frames(site);

        awaitFrames(site, SITE.address() + " https://jira.example.net");
    }

    private void awaitFrames(Site site, String end) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(frames(site)).endsWith("https://*.jira-dev.com " + end));
    }

    private String frames(Site site) {
        var answer = get("/try/person", contextToken(site, "ada"));
        assertThat(answer.statusCode()).isEqualTo(200);
        return header(answer, "Content-Security-Policy");
    }

    /** The bare library answers 401 with a password prompt. */
    @Test
    void healthIsForEverybody() {
        assertThat(get("/actuator/health", null).statusCode()).isEqualTo(200);
        assertThat(get("/actuator/info", null).statusCode()).isEqualTo(200);
    }

    @Test
    void detailsOfHealthAreForWhoKnowsTheOperatorsToken() throws Exception {
        for (String other : new String[] {null, "Bearer wrong", contextToken(installed(), "ada")}) {
            assertThat(JSON.readTree(get("/actuator/health", other).body()))
                    .isEqualTo(JSON.createObjectNode().put("status", "UP"));
        }

        var details =
                JSON.readTree(get("/actuator/health", "Bearer " + OPERATOR).body());

        assertThat(details.at("/components/allowedLoopback/details/allowed/0").asText())
                .isEqualTo(SITE.hostAndPort());
    }

    @Test
    void metricsAreForWhoKnowsTheOperatorsToken() {
        assertRefused(get("/actuator/metrics", null), 401, "operator.token-required");
        assertRefused(get("/actuator/metrics", "Bearer wrong"), 401, "operator.token-required");
        assertRefused(get("/actuator/metrics", "Basic dXNlcjpwYXNz"), 401, "operator.token-required");
        assertThat(get("/actuator/metrics", "Bearer " + OPERATOR).statusCode()).isEqualTo(200);
    }

    /** The bare library offers HTTP Basic on every path, with a user whose password is printed at start. */
    @Test
    void nobodySignsInWithAPassword(CapturedOutput output) {
        var answer = get("/try/site", "Basic dXNlcjpwYXNz");

        assertRefused(answer, 401, "connect.token-missing");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("JWT");
        assertThat(output.getAll()).doesNotContain("generated security password");
    }

    /** The bare library sets both to true in every profile that is not called production. */
    @Test
    void theLibrarysDevelopmentSwitchesAreOff() {
        var library = context.getBean(AtlassianConnectProperties.class);

        assertThat(library.isAllowReinstallMissingHost()).isFalse();
        assertThat(library.isDebugAllJs()).isFalse();
    }

    /** The bare library brings its own error page, chain, interceptor and an advice that signs tokens. */
    @Test
    void nothingOfTheLibraryDecidesAtTheEdge() {
        assertThat(context.getBeanNamesForType(SecurityFilterChain.class))
                .containsExactlyInAnyOrder("operatorEndpoints", "everythingElse");
        assertThat(context.getBeanNamesForAnnotation(ControllerAdvice.class)).containsExactly("problemAdvice");
        assertThat(context.getBeanNamesForAnnotation(Controller.class))
                .noneMatch(name -> String.valueOf(context.getType(name)).contains("com.atlassian"));
        assertThat(context.getBeansOfType(HandlerMapping.class).values())
                .noneMatch(mapping -> mapping.getClass().getName().contains("com.atlassian"));
    }

    /** The library switches both on; without these the one has no bound on threads, the other none on entries. */
    @Test
    void whatTheLibrarySwitchesOnIsBounded() {
        var executor =
                (ThreadPoolTaskExecutor) context.getBean(AsyncConfigurer.class).getAsyncExecutor();

        assertThat(executor).isNotNull();
        assertThat(executor.getMaxPoolSize()).isEqualTo(2);
        assertThat(executor.getQueueCapacity()).isEqualTo(100);
        assertThat(context.getBean(CacheManager.class)).isInstanceOf(NoOpCacheManager.class);
    }

    /** Fails when an endpoint is added that nobody declared anything about. */
    @Test
    void everyEndpointDeclaresWhoMayCallIt() {
        List<String> undeclared = context.getBeansOfType(RequestMappingInfoHandlerMapping.class).values().stream()
                .flatMap(mapping -> mapping.getHandlerMethods().values().stream())
                .filter(method ->
                        io.latchkey.tenant.web.DeclaredAccess.of(method).isEmpty())
                .map(method -> method.getBeanType().getSimpleName() + "."
                        + method.getMethod().getName())
                .toList();

        assertThat(undeclared).containsExactly("TryEndpoints.tryUndeclared");
    }

    private static String json(int length) {
        String frame = "{\"a\":\"\"}";
        char[] filling = new char[length - frame.length()];
        Arrays.fill(filling, 'x');
        return "{\"a\":\"" + new String(filling) + "\"}";
    }

    private HttpResponse<String> chunked(String path, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return send(request(path, null)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
