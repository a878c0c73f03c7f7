package io.latchkey.sandbox.okta;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Speaks to an org over HTTP as a service app would, written apart from the org's own code. */
final class TestClient {

    static final Set<String> SCOPES =
            Set.of("okta.users.manage", "okta.groups.manage", "okta.roles.read", "okta.logs.read", "okta.orgs.read");
    static final RSAKey KEY = rsa("first");
    static final RSAKey OTHER = rsa("other");
    static final ECKey PROOF = ec();

    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final URI org;
    private final Clock clock;
    private final HttpClient http = HttpClient.newHttpClient();

    TestClient(OktaOrg org, Clock clock) {
        this.org = org.uri();
        this.clock = clock;
    }

    static String jwks() {
        return new JWKSet(KEY.toPublicJWK()).toString();
    }

    String tokenUrl() {
        return org + "/oauth2/v1/token";
    }

    /** The claims of a good assertion, to be spoiled by a test. */
    JWTClaimsSet.Builder claims(String clientId) {
        Date now = Date.from(clock.instant());
        return new JWTClaimsSet.Builder()
                .issuer(clientId)
                .subject(clientId)
                .audience(tokenUrl())
                .issueTime(now)
                .expirationTime(Date.from(clock.instant().plusSeconds(300)))
                .jwtID(UUID.randomUUID().toString());
    }

    static String sign(RSAKey key, JWTClaimsSet claims) {
        try {
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A DPoP proof; extra claims override the usual ones, an empty one removes nothing. */
    String proof(String method, String url, Map<String, Object> extra) {
        try {
            var claims = new JWTClaimsSet.Builder()
                    .claim("htm", method)
                    .claim("htu", url)
                    .issueTime(Date.from(clock.instant()))
                    .jwtID(UUID.randomUUID().toString());
            extra.forEach(claims::claim);
            var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                    .type(new JOSEObjectType("dpop+jwt"))
                    .jwk(PROOF.toPublicJWK())
                    .build();
            var jwt = new SignedJWT(header, claims.build());
            jwt.sign(new ECDSASigner(PROOF));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> requestToken(String assertion, String scope, @Nullable String proof) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("scope", scope);
        form.put("client_assertion_type", ASSERTION_TYPE);
        form.put("client_assertion", assertion);
        var request = HttpRequest.newBuilder(URI.create(tokenUrl()))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form)));
        if (proof != null) {
            request.header("DPoP", proof);
        }
        return send(request.build());
    }

    private static String encoded(Map<String, String> form) {
        return String.join(
                "&",
                form.entrySet().stream()
                        .map(pair -> pair.getKey() + "=" + URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8))
                        .toList());
    }

    /** A fresh Bearer token with these scopes. */
    String token(String clientId, Set<String> scopes) {
        HttpResponse<String> answer = requestToken(sign(KEY, claims(clientId).build()), String.join(" ", scopes), null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer).get("access_token").asText();
    }

    HttpResponse<String> call(String authorization, String method, String path, @Nullable String body) {
        return call(Map.of("Authorization", authorization), method, path, body);
    }

    HttpResponse<String> call(Map<String, String> headers, String method, String path, @Nullable String body) {
        URI uri = path.startsWith("http") ? URI.create(path) : URI.create(org + path);
        var request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return send(request.build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(HttpResponse<String> answer) {
        try {
            return Json.parse(answer.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The URL of a link header, or an empty text. */
    static String link(HttpResponse<String> answer, String relation) {
        List<String> links = answer.headers().allValues("link");
        return links.stream()
                .filter(link -> link.endsWith("rel=\"" + relation + "\""))
                .map(link -> link.substring(1, link.indexOf('>')))
                .findFirst()
                .orElse("");
    }

    static String user(String login, String more) {
        return "{\"profile\":{\"firstName\":\"New\",\"lastName\":\"Joiner\",\"email\":\"" + login + "\",\"login\":\""
                + login + "\"}" + (more.isEmpty() ? "" : "," + more) + "}";
    }

    private static RSAKey rsa(String kid) {
        try {
            return new RSAKeyGenerator(2048).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey ec() {
        try {
            return new ECKeyGenerator(Curve.P_256).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
