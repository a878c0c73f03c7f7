package io.latchkey.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import io.latchkey.demo.Http;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.Installation;
import io.latchkey.testing.CountedTransactions.Transaction;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.TwoSites;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every wrong credential at every endpoint that asks for one: refused, and nothing is stored. */
class TokenMatrixIT {

    private static final RunningProduct PRODUCT = TwoSites.shared().product();
    private static final Installation SITE = PRODUCT.jira().installation(RunningProduct.APP_KEY);
    private static final Installation OTHER = TwoSites.shared().other().installation(RunningProduct.APP_KEY);
    private static final Stored STORED = new Stored(PRODUCT);

    private Map<String, String> before = Map.of();

    @BeforeEach
    void remember() {
        PRODUCT.awaitQuiet();
        PRODUCT.transactions().awaitQuiet();
        before = STORED.all();
        PRODUCT.transactions().reset();
    }

    @AfterEach
    void nothingIsStored() {
        assertThat(STORED.all()).isEqualTo(before);
        assertThat(byRequests(PRODUCT)).extracting(Transaction::statements).isEmpty();
    }

    /** What requests wrote, apart from what the product does by itself. */
    static List<Transaction> byRequests(RunningProduct product) {
        return product.transactions()
                .committed(one -> one.writes()
                        && (one.thread().startsWith("http-") || one.thread().startsWith("tomcat-handler-")));
    }

    /** A way to be wrong. */
    enum Wrong {
        UNSIGNED {
            @Override
            String token(JWTClaimsSet.Builder claims) {
                return Tokens.unsigned(claims.build());
            }
        },
        UNSIGNED_IN_DISGUISE {
            @Override
            String token(JWTClaimsSet.Builder claims) {
                return Tokens.unsignedInDisguise(claims.build());
            }
        },
        RSA_WHERE_A_SECRET_IS_DUE {
            @Override
            String token(JWTClaimsSet.Builder claims) {
                return Tokens.rs256(claims.build());
            }
        },
        HMAC_WITH_A_PUBLIC_KEY {
            @Override
            String token(JWTClaimsSet.Builder claims) {
                byte[] published = Http.at(PRODUCT.uri())
                        .get("/okta/" + tenant() + "/jwks.json")
                        .toString()
                        .getBytes(StandardCharsets.UTF_8);
                return Tokens.hmac(JWSAlgorithm.HS256, claims.build(), published);
            }
        },
        LONGER_HMAC {
            @Override
            String token(JWTClaimsSet.Builder claims) {
                return Tokens.hmac(
                        JWSAlgorithm.HS512,
                        claims.build(),
                        (SITE.sharedSecret() + SITE.sharedSecret()).getBytes(StandardCharsets.UTF_8));
            }
        },
        SIGNED_BY_ANOTHER_TENANT {
            @Override
            String token(JWTClaimsSet.Builder claims) {
                return Tokens.hs256(claims.build(), OTHER.sharedSecret());
            }
        },
        EXPIRED {
            @Override
            JWTClaimsSet.Builder change(JWTClaimsSet.Builder claims) {
                return Tokens.times(claims, Duration.ofMinutes(-6), Duration.ofMinutes(-3));
            }
        },
        TOO_LONG_LIVED {
            @Override
            JWTClaimsSet.Builder change(JWTClaimsSet.Builder claims) {
                return Tokens.times(claims, Duration.ZERO, Duration.ofHours(24));
            }
        },
        WITHOUT_AN_END {
            @Override
            JWTClaimsSet.Builder change(JWTClaimsSet.Builder claims) {
                return claims.expirationTime(null);
            }
        },
        WITHOUT_A_BEGINNING {
            @Override
            JWTClaimsSet.Builder change(JWTClaimsSet.Builder claims) {
                return claims.issueTime(null);
            }
        },
        FROM_THE_FUTURE {
            @Override
            JWTClaimsSet.Builder change(JWTClaimsSet.Builder claims) {
                return Tokens.times(claims, Duration.ofMinutes(2), Duration.ofMinutes(5));
            }
        },
        NOT_YET_VALID {
            @Override
            JWTClaimsSet.Builder change(JWTClaimsSet.Builder claims) {
                return claims.notBeforeTime(Date.from(Instant.now().plusSeconds(60)));
            }
        },
        WITHOUT_AN_ISSUER {
            @Override
            JWTClaimsSet.Builder change(JWTClaimsSet.Builder claims) {
                return claims.issuer(null);
            }
        },
        UNKNOWN_ISSUER {
            @Override
            JWTClaimsSet.Builder change(JWTClaimsSet.Builder claims) {
                return claims.issuer(UUID.randomUUID().toString());
            }
        },
        ISSUER_THAT_IS_NONE {
            @Override
            JWTClaimsSet.Builder change(JWTClaimsSet.Builder claims) {
                return claims.issuer("\u0000' or 1=1 --");
            }
        },
        OF_THE_OTHER_KIND {
            @Override
            JWTClaimsSet.Builder change(JWTClaimsSet.Builder claims) {
                boolean context = "context-qsh".equals(claims.getClaims().get("qsh"));
                return claims.claim("qsh", context ? Tokens.qsh("GET", "/api/installation") : "context-qsh");
            }
        },
        BOUND_TO_NOTHING {
            @Override
            JWTClaimsSet.Builder change(JWTClaimsSet.Builder claims) {
                return claims.claim("qsh", null);
            }
        },
        BOUND_TO_ANOTHER_REQUEST {
            @Override
            JWTClaimsSet.Builder change(JWTClaimsSet.Builder claims) {
                return claims.claim("qsh", Tokens.qsh("GET", "/another"));
            }
        },
        BY_ANOTHER_SCHEME {
            @Override
            Wire.Request request(Route route, String path, String token) {
                return route.request(path).header("Authorization", "Bearer " + token);
            }
        },
        IN_THE_ADDRESS {
            @Override
            Wire.Request request(Route route, String path, String token) {
                return route.request(path + "?jwt=" + token);
            }
        },
        IN_THE_ADDRESS_TOO {
            @Override
            Wire.Request request(Route route, String path, String token) {
                return super.request(route, path + "?jwt=" + token, token);
            }
        },
        IN_A_FORM {
            @Override
            Wire.Request request(Route route, String path, String token) {
                return Wire.request(route.verb(), path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .body(("jwt=" + token).getBytes(StandardCharsets.UTF_8));
            }
        },
        TWICE {
            @Override
            Wire.Request request(Route route, String path, String token) {
                return super.request(route, path, token).header("Authorization", "JWT " + token);
            }
        },
        BESIDE_ANOTHER {
            @Override
            Wire.Request request(Route route, String path, String token) {
                return route.request(path)
                        .header("Authorization", "Bearer something")
                        .header("Authorization", "JWT " + token);
            }
        },
        IN_ONE_LIST {
            @Override
            Wire.Request request(Route route, String path, String token) {
                return route.request(path).header("Authorization", "JWT " + token + ", JWT " + token);
            }
        };

        JWTClaimsSet.Builder change(JWTClaimsSet.Builder claims) {
            return claims;
        }

        String token(JWTClaimsSet.Builder claims) {
            return Tokens.hs256(change(claims).build(), SITE.sharedSecret());
        }

        Wire.Request request(Route route, String path, String token) {
            return route.request(path).header("Authorization", "JWT " + token);
        }
    }

    private static String tenant() {
        return PRODUCT.administrator().get("/api/installation").path("tenant").asText();
    }

    @ParameterizedTest
    @EnumSource(Wrong.class)
    void isRefusedWhereTheSiteOrItsPeopleCall(Wrong wrong) {
        PRODUCT.forgetTraffic();
        for (Route route : Route.of(
                Route.Callers.SITE,
                Route.Callers.FORGE,
                Route.Callers.ADMINISTRATOR,
                Route.Callers.AGENT,
                Route.Callers.CUSTOMER,
                Route.Callers.RECIPIENT)) {
            String path = route.nobodysPath();
            String token = wrong.token(Tokens.claims(SITE, route, path, Cast.ADA.accountId()));

            assertRefused(wrong.request(route, path, token), route + ": " + wrong);
        }
        if (wrong != Wrong.HMAC_WITH_A_PUBLIC_KEY) {
            assertThat(PRODUCT.jira().server().traffic().all()).isEmpty();
        }
    }

    /** Jira's own calls bear a token for the very address that is called; nobody but a person is let in there. */
    @Test
    void aTokenOfTheSiteIsRefusedWherePeopleCall() {
        for (Route route : Route.of(
                Route.Callers.ADMINISTRATOR, Route.Callers.AGENT, Route.Callers.CUSTOMER, Route.Callers.RECIPIENT)) {
            String path = route.nobodysPath();
            for (String subject : Arrays.asList(null, Cast.ADA.accountId())) {
                var claims = Tokens.claims(SITE, route, path, Cast.ADA.accountId())
                        .subject(subject)
                        .claim("qsh", Tokens.qsh(route.verb(), path));

                Wire.Answer answer = route.request(path)
                        .header("Authorization", "JWT " + Tokens.hs256(claims.build(), SITE.sharedSecret()))
                        .send(PRODUCT.uri());

                assertThat(answer.status())
                        .as("%s by %s: %s", route, subject, answer.body())
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void aPersonWhoIsNoAdministratorIsRefused() {
        for (Route route : Route.of(Route.Callers.ADMINISTRATOR)) {
            for (var claims : List.of(
                    Tokens.claims(SITE, route, "", Cast.PAUL.accountId()),
                    Tokens.claims(SITE, route, "", Cast.ADA.accountId()).subject(null))) {
                assertRefused(
                        route.request(route.nobodysPath())
                                .header("Authorization", "JWT " + Tokens.hs256(claims.build(), SITE.sharedSecret())),
                        route.toString());
            }
        }
    }

    @Test
    void anythingButATokenOfOursIsRefusedWhereJiraAutomationCalls() {
        String token = TwoSites.shared()
                .otherSetup()
                .administrator()
                .post("/api/automation-tokens", Map.of("name", "Tried"))
                .path("token")
                .asText();
        PRODUCT.transactions().awaitQuiet();
        before = STORED.all();
        PRODUCT.transactions().reset();
        String id = token.substring(0, 37);
        Route route = Route.of(Route.Callers.AUTOMATION).get(0);
        String path = route.nobodysPath();

        for (String header : List.of(
                "Bearer " + id + "A".repeat(43),
                "Bearer " + UUID.randomUUID() + token.substring(36),
                "Bearer " + token + "A",
                "Bearer " + token.substring(0, token.length() - 1),
                "Bearer " + id,
                "Bearer  " + token,
                "bearer " + token,
                "Basic " + token,
                "JWT " + token,
                "Bearer " + token + ", Bearer " + token,
                token)) {
            assertRefused(route.request(path).header("Authorization", header), header.substring(0, 6));
        }
        assertRefused(route.request(path + "?token=" + token), "in the address");
        assertRefused(
                route.request(path)
                        .header("Authorization", "Bearer " + token)
                        .header("Authorization", "Bearer " + id + "A".repeat(43)),
                "twice");
        assertRefused(route.request(path).header("Authorization", "JWT " + contextToken(route)), "a token of the site");
    }

    @Test
    void anythingButTheConfiguredTokenIsRefusedWhereTheOperatorReads() {
        for (Route route : Route.of(Route.Callers.OPERATOR)) {
            String path = route.nobodysPath();
            for (String header : List.of(
                    "Bearer wrong",
                    "Bearer",
                    "bearer " + TwoSites.OPERATOR,
                    "Basic " + TwoSites.OPERATOR,
                    "JWT " + contextToken(route))) {
                assertRefused(route.request(path).header("Authorization", header), route.toString());
            }
            assertRefused(
                    route.request(path)
                            .header("Authorization", "Bearer " + TwoSites.OPERATOR)
                            .header("Authorization", "Bearer wrong"),
                    route + " twice");
            // Where nobody's id is asked for, it is let in and told so.
            assertThat(route.request(path)
                            .header("Authorization", "Bearer " + TwoSites.OPERATOR)
                            .send(PRODUCT.uri())
                            .status())
                    .as(route.toString())
                    .isIn(200, 400, 404);
        }
    }

    /** The site is known and its secret is in memory: a wrong signature is found out without asking anybody. */
    @Test
    void aForgedTokenOfAKnownSiteCostsNoStatementAndNoCall() {
        Route route = Route.of(Route.Callers.SITE).get(0);
        String path = route.nobodysPath();
        String forged = Tokens.hs256(Tokens.claims(SITE, route, path, "").build(), OTHER.sharedSecret());
        assertRefused(route.request(path).header("Authorization", "JWT " + forged), "warm");
        PRODUCT.transactions().reset();
        PRODUCT.forgetTraffic();

        for (int i = 0; i < 20; i++) {
            assertRefused(route.request(path).header("Authorization", "JWT " + forged), "forged");
        }

        assertThat(PRODUCT.transactions()
                        .committed(one ->
                                one.thread().startsWith("http-") || one.thread().startsWith("tomcat-handler-")))
                .isEmpty();
        assertThat(PRODUCT.jira().server().traffic().all()).isEmpty();
        assertThat(PRODUCT.okta().server().traffic().all()).isEmpty();
    }

    private static String contextToken(Route route) {
        return Tokens.hs256(
                Tokens.claims(SITE, route, "", Cast.ADA.accountId())
                        .claim("qsh", "context-qsh")
                        .build(),
                SITE.sharedSecret());
    }

    private static void assertRefused(Wire.Request request, String what) {
        Wire.Answer answer = request.send(PRODUCT.uri());

        assertThat(answer.status()).as("%s: %s", what, answer.body()).isIn(400, 401, 403, 415);
        assertThat(answer.isProblem()).as(what).isTrue();
    }
}
