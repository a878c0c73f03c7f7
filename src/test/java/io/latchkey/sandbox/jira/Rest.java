package io.latchkey.sandbox.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** The site's REST API, called over HTTP as a person or as the app. */
final class Rest {

    record Answer(int status, JsonNode body, HttpResponse<String> whole) {

        String header(String name) {
            return whole.headers().firstValue(name).orElse("");
        }
    }

    private final URI site;
    private final HttpClient client = HttpClient.newHttpClient();

    Rest(URI site) {
        this.site = site;
    }

    Answer as(Person person, String method, String path, @Nullable JsonNode body) throws Exception {
        String plain = person.email() + ":" + Cast.PASSWORD;
        String basic = Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
        return call("Basic " + basic, method, path, body);
    }

    Answer asApp(String appKey, String secret, String method, String path, @Nullable JsonNode body) throws Exception {
        URI url = URI.create(site + path);
        return call("JWT " + token(appKey, secret, Qsh.of(method, url, site.toString())), method, path, body);
    }

    static String token(String issuer, String secret, String qsh) throws Exception {
        var claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .claim("qsh", qsh)
                .issueTime(new Date())
                .expirationTime(Date.from(Instant.now().plusSeconds(180)))
                .build();
        var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        jwt.sign(new MACSigner(secret.getBytes(StandardCharsets.UTF_8)));
        return jwt.serialize();
    }

    String text(String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(site + path)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    Answer call(String authorization, String method, String path, @Nullable JsonNode body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(site + path))
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        JsonNode json = answer.body().isEmpty() ? Json.object() : Json.MAPPER.readTree(answer.body());
        return new Answer(answer.statusCode(), json, answer);
    }
}
