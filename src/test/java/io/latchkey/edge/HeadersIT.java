package io.latchkey.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.Installation;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.TwoSites;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Security headers on every answer of every route, also where Tomcat answers for us. Atlassian's scanner
 * (connect-security-req-tester, 3.0, 7.2, 7.3 and 7.4) looks at them only where an answer is below 400.
 */
class HeadersIT {

    private static final RunningProduct PRODUCT = TwoSites.shared().product();
    private static final Installation SITE = PRODUCT.jira().installation(RunningProduct.APP_KEY);

    /** What is the same for everybody, and may be kept. */
    private static final Set<String> KEPT = Set.of("/okta/{tenantId}/jwks.json", "/panel/assets/{name}");

    static Stream<Route> all() {
        return Route.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void areOnEveryAnswerOfARoute(Route route) {
        String path = route.nobodysPath();

        for (String method : new String[] {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "FOO"}) {
            assertHeaders(secure(Wire.request(method, path)), route, method + " " + path);
        }
        assertUnconditional(Wire.request("TRACE", path).send(PRODUCT.uri()), "TRACE " + path);
        assertHeaders(
                secure(Wire.request("OPTIONS", path))
                        .header("Origin", "https://evil.example.com")
                        .header("Access-Control-Request-Method", route.verb()),
                route,
                "preflight of " + path);
        assertHeaders(secure(Wire.request(route.verb(), path)).json("{"), route, "a body that is none, to " + path);
    }

    /** Every answer that carries something to somebody. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/installation",
                "GET /api/okta-connections",
                "GET /api/recipes",
                "GET /api/recipes/{key}",
                "GET /api/automation-tokens",
                "GET /api/audit",
                "GET /api/audit/verification",
                "GET /api/requests/{issueId}",
                "POST /api/automation-tokens"
            })
    void areOnWhatAdministratorsAreAnswered(String name) {
        Route route =
                all().filter(one -> one.toString().equals(name)).findFirst().orElseThrow();
        String path = route.nobodysPath().replace("/recipes/nobodys", "/recipes/onboard-employee");
        String token = Tokens.hs256(
                Tokens.claims(SITE, route, path, Cast.ADA.accountId()).build(), SITE.sharedSecret());

        Wire.Answer answer = secure(Wire.request(route.verb(), path))
                .header("Authorization", "JWT " + token)
                .json(name.startsWith("POST") ? "{\"name\":\"For its headers\"}" : "")
                .send(PRODUCT.uri());

        assertThat(answer.status()).as(answer.body()).isLessThan(300);
        assertHeaders(answer, route, name);
        // The site shows us in frames at the address that its people see.
        assertThat(answer.header("Content-Security-Policy")).contains("frame-ancestors https://*.atlassian.net");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/nothing",
                "/login",
                "/logout",
                "/error",
                "/actuator/env",
                "/actuator/heapdump",
                "/actuator/..;/env",
                "/..",
                "//",
                "/%2e%2e/",
                "/%2F",
                "/%00",
                "/%zz",
                "/a;b=c",
                "/api\\audit",
                "/favicon.ico",
                "/webjars/x",
                "http://other.example.com/"
            })
    void areOnWhateverIsNotThere(String target) {
        for (String method : new String[] {"GET", "HEAD", "POST", "OPTIONS"}) {
            Wire.Answer answer = secure(Wire.request(method, target)).send(PRODUCT.uri());

            assertThat(answer.status()).as(method + " " + target).isBetween(200, 499);
            if (answer.status() == 400) {
                // Tomcat's own, which sees no proxy's header.
                assertUnconditional(answer, method + " " + target);
            } else {
                assertHeaders(answer, null, method + " " + target);
            }
        }
    }

    /**
     * Tomcat answers these before any filter is asked. {@code OPTIONS *} is left out: its connector answers it with 200, the
     * methods that it knows, and nothing else.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "GET\r\n\r\n",
                "GET /\u0000 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /|{} HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: nonsense\r\n\r\n",
                "POST /automation/signals HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Port: many\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nForwarded: host=\"[\"\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-Host: [bad\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nExpect: nonsense\r\n\r\n"
            })
    void areOnWhatTomcatAnswersItself(String request) {
        Wire.Answer answer = Wire.send(PRODUCT.uri(), request.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(answer.status()).isBetween(400, 505);
        assertUnconditional(answer, request);
    }

    @Test
    void areOnAHeaderThatIsTooLarge() {
        Wire.Answer answer = Wire.request("GET", "/api/installation")
                .header("X-Large", "x".repeat(40_000))
                .send(PRODUCT.uri());

        assertThat(answer.status()).isEqualTo(400);
        assertUnconditional(answer, "a header that is too large");
    }

    private static Wire.Request secure(Wire.Request request) {
        return request.header("X-Forwarded-Proto", "https");
    }

    private static void assertHeaders(Wire.Request request, Route route, String what) {
        Wire.Answer answer = request.send(PRODUCT.uri());

        assertThat(answer.status()).as(what).isBetween(200, 499);
        assertHeaders(answer, route, what);
    }

    private static void assertHeaders(Wire.Answer answer, @Nullable Route route, String what) {
        assertUnconditional(answer, what, route);
        String hsts = answer.header("Strict-Transport-Security");
        assertThat(hsts).as(what).startsWith("max-age=");
        assertThat(Long.parseLong(hsts.substring("max-age=".length()).split(";")[0]))
                .as(what)
                .isGreaterThanOrEqualTo(31_536_000);
    }

    private static void assertUnconditional(Wire.Answer answer, String what) {
        assertUnconditional(answer, what, null);
    }

    private static void assertUnconditional(Wire.Answer answer, String what, @Nullable Route route) {
        assertThat(answer.headers())
                .as(what)
                .doesNotContainKeys("server", "x-powered-by", "set-cookie", "access-control-allow-origin");
        assertThat(answer.header("X-Content-Type-Options")).as(what).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).as(what).isEqualTo("strict-origin");
        assertThat(answer.header("Content-Security-Policy"))
                .as(what)
                .contains("default-src 'none'")
                .contains("frame-ancestors https://*.atlassian.net https://*.jira.com https://*.jira-dev.com");
        boolean maySay = route != null && KEPT.contains(route.pattern()) && answer.status() == 200;
        if (!maySay) {
            assertThat(answer.header("Cache-Control"))
                    .as(what)
                    .contains("no-cache")
                    .contains("no-store");
        }
        if (answer.status() >= 400 && !answer.body().isEmpty()) {
            assertThat(answer.isProblem()).as("%s: %s", what, answer.body()).isTrue();
        }
    }
}
