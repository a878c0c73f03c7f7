package io.latchkey.sandbox.okta;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.latchkey.sandbox.http.Rules;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The public keys of service apps: registered, or fetched from their {@code jwks_uri} and kept briefly. */
final class KeySets {

    private final Clock clock;
    private final Rules rules;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Map<String, Fetched> fetched = new ConcurrentHashMap<>();

    KeySets(Clock clock, Rules rules) {
        this.clock = clock;
        this.rules = rules;
    }

    /** The key of that id; without an id the only key of the set, since Okta demands a kid when there are more. */
    JWK key(ServiceApp app, @Nullable String kid) throws OAuthProblem {
        JWK key = pick(keys(app, false), kid);
        if (key == null && app.jwksUri() != null) {
            key = pick(keys(app, true), kid);
        }
        if (key == null) {
            throw OAuthProblem.invalidClient("The client_assertion's key id is not among the keys of the client.");
        }
        return key;
    }

    private static @Nullable JWK pick(JWKSet keys, @Nullable String kid) {
        if (kid != null) {
            return keys.getKeyByKeyId(kid);
        }
        List<JWK> all = keys.getKeys();
        return all.size() == 1 ? all.get(0) : null;
    }

    private JWKSet keys(ServiceApp app, boolean fresh) throws OAuthProblem {
        String uri = app.jwksUri();
        if (uri == null) {
            return parse(String.valueOf(app.jwks()));
        }
        Fetched known = fetched.get(uri);
        if (known != null && !fresh && known.at().isAfter(oldest())) {
            return known.keys();
        }
        Fetched now = new Fetched(parse(fetch(uri)), clock.instant());
        fetched.put(uri, now);
        return now.keys();
    }

    private Instant oldest() {
        return clock.instant().minusSeconds(rules.number(OktaRules.JWKS_CACHE));
    }

    private String fetch(String uri) throws OAuthProblem {
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(uri))
                            .timeout(Duration.ofSeconds(5))
                            .header("Accept", "application/json")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw OAuthProblem.invalidClient("The jwks_uri answered status " + answer.statusCode() + ".");
            }
            return answer.body();
        } catch (IOException | IllegalArgumentException e) {
            throw OAuthProblem.invalidClient("The jwks_uri could not be read.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw OAuthProblem.invalidClient("The jwks_uri could not be read in time.");
        }
    }

    private static JWKSet parse(String text) throws OAuthProblem {
        try {
            return JWKSet.parse(text);
        } catch (ParseException e) {
            throw OAuthProblem.invalidClient("The JWK set of the client is malformed.");
        }
    }

    private record Fetched(JWKSet keys, Instant at) {}
}
