package io.latchkey.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.Installation;
import io.latchkey.sandbox.jira.Person;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.TwoSites;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pages that Jira opens in frames. Their token is in the address, bound to it; whatever is wrong with it is refused
 * (Atlassian's scanner, connect-security-req-tester 1.1, and 1.2 for the administrators'), and no other route takes one there.
 */
class FramedPagesIT {

    private static final RunningProduct PRODUCT = TwoSites.shared().product();
    private static final Installation SITE = PRODUCT.jira().installation(RunningProduct.APP_KEY);

    /** These are wrong by where the token is, so they bring it there themselves; in the address it is right here. */
    private static final Set<TokenMatrixIT.Wrong> ELSEWHERE = EnumSet.of(
            TokenMatrixIT.Wrong.BY_ANOTHER_SCHEME,
            TokenMatrixIT.Wrong.IN_THE_ADDRESS_TOO,
            TokenMatrixIT.Wrong.IN_A_FORM,
            TokenMatrixIT.Wrong.TWICE,
            TokenMatrixIT.Wrong.BESIDE_ANOTHER,
            TokenMatrixIT.Wrong.IN_ONE_LIST);

    @AfterEach
    void mend() {
        PRODUCT.jira().server().faults().clear();
    }

    static Stream<Route> pages() {
        return Route.ALL.stream().filter(Route::isFrame);
    }

    private static Wire.Answer opened(Route route, Person who) {
        String path = route.path();
        String token =
                Tokens.hs256(Tokens.claims(SITE, route, path, who.accountId()).build(), SITE.sharedSecret());
        return Wire.request("GET", path + "?jwt=" + token).send(PRODUCT.uri());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void openForWhomTheyAre(Route route) {
        Wire.Answer answer = opened(route, Cast.ADA);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("text/html");
        assertThat(answer.header("Cache-Control")).contains("no-cache").contains("no-store");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("strict-origin");
        assertThat(answer.header("Content-Security-Policy"))
                .contains("default-src 'none'; script-src 'self' https://connect-cdn.atl-paas.net;")
                .contains("base-uri 'none'; form-action 'none'; frame-ancestors https://*.atlassian.net")
                .endsWith(PRODUCT.jira().uri().toString())
                .doesNotContain("unsafe-eval")
                .doesNotContain("script-src 'self' 'unsafe-inline'");
        assertThat(answer.body()).doesNotContain(SITE.clientKey()).doesNotContain("jwt");
    }

    @ParameterizedTest
    @EnumSource(value = TokenMatrixIT.Wrong.class, mode = EnumSource.Mode.EXCLUDE, names = "IN_THE_ADDRESS")
    void openWithNoWrongToken(TokenMatrixIT.Wrong wrong) {
        pages().forEach(route -> {
            String path = route.path();
            String token = wrong.token(Tokens.claims(SITE, route, path, Cast.ADA.accountId()));

            Wire.Request request = ELSEWHERE.contains(wrong)
                    ? wrong.request(route, path, token)
                    : Wire.request("GET", path + "?jwt=" + token);
            Wire.Answer answer = request.send(PRODUCT.uri());

            assertThat(answer.status()).as(route + ": " + wrong + answer.body()).isIn(400, 401, 403);
        });
    }

    @ParameterizedTest
    @MethodSource("pages")
    void openWithOneTokenOnly(Route route) {
        String path = route.path();
        String token = Tokens.hs256(
                Tokens.claims(SITE, route, path, Cast.ADA.accountId()).build(), SITE.sharedSecret());

        assertThat(Wire.request("GET", path + "?jwt=" + token + "&jwt=" + token)
                        .send(PRODUCT.uri())
                        .status())
                .isEqualTo(401);
        assertThat(Wire.request("GET", path + "?more=1&jwt=" + token)
                        .send(PRODUCT.uri())
                        .status())
                .as("an address that the token was not made for")
                .isEqualTo(401);
        for (String method : new String[] {"POST", "PUT", "DELETE"}) {
            assertThat(Wire.request(method, path + "?jwt=" + token)
                            .send(PRODUCT.uri())
                            .status())
                    .as(method)
                    .isBetween(401, 405);
        }
    }

    @Test
    void tellOthersThatTheAdministratorsPageIsNotForThem() {
        Wire.Answer answer = opened(administrators(), Cast.PAUL);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("Content-Type")).startsWith("text/html");
        assertThat(answer.body()).contains("data-refused=\"not-administrator\"");
    }

    @Test
    void tellThatJiraDoesNotSayWhoAdministersIt() {
        PRODUCT.jira().server().faults().order(Fault.answer("POST", "/rest/api/3/permissions/check", 10, 503, "{}"));

        Wire.Answer answer = opened(administrators(), Cast.OLGA);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("data-refused=\"unknown\"");
    }

    private static Route administrators() {
        return Route.of(Route.Callers.ADMINISTRATOR_IN_FRAME).get(0);
    }
}
