package io.latchkey.sandbox.jira;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * Recognises callers: an app by its JWT (HS256 with the shared secret, {@code iss} the app's key, {@code qsh} of exactly
 * this request, {@code exp} ahead; in the header or as {@code ?jwt=}), a person by basic authentication with the e-mail
 * address and {@link Cast#PASSWORD} as API token, whoever has one of Forge's tokens by it. Everything else is 401.
 */
final class Callers {

    private final People people;
    private final ConnectHost apps;
    private final ForgeApps forge;

    Callers(People people, ConnectHost apps, ForgeApps forge) {
        this.people = people;
        this.apps = apps;
        this.forge = forge;
    }

    Caller recognise(ServerRequest request) {
        String header = request.headers().firstHeader("Authorization");
        if (header != null && header.startsWith("JWT ")) {
            return app(request, header.substring(4).strip());
        }
        if (header != null && header.startsWith("Bearer ")) {
            return forge.of(header.substring(7).strip()).orElseThrow(() -> unknown("Unauthorized"));
        }
        if (header != null && header.startsWith("Basic ")) {
            return person(header.substring(6).strip());
        }
        Optional<String> jwt = request.param("jwt");
        if (header == null && jwt.isPresent()) {
            return app(request, jwt.get());
        }
        throw unknown("You are not authenticated. Authentication required to perform this operation.");
    }

    private Caller person(String encoded) {
        String plain;
        try {
            plain = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unknown("Client must be authenticated to access this resource.");
        }
        int colon = plain.indexOf(':');
        if (colon < 0 || !plain.substring(colon + 1).equals(Cast.PASSWORD)) {
            throw unknown("Client must be authenticated to access this resource.");
        }
        return people.findByEmail(plain.substring(0, colon))
                .filter(Person::active)
                .filter(person -> person.role() != Role.APP)
                .map(person -> new Caller(person, null))
                .orElseThrow(() -> unknown("Client must be authenticated to access this resource."));
    }

    private Caller app(ServerRequest request, String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            String issuer = claims.getIssuer();
            ConnectApp app = apps.find(issuer == null ? "" : issuer)
                    .filter(ConnectApp::isEnabled)
                    .orElseThrow(() -> unknown("JWT: no installed app has the issuer's key."));
            boolean signed = JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())
                    && jwt.verify(new MACVerifier(app.sharedSecret().getBytes(StandardCharsets.UTF_8)));
            if (!signed) {
                throw unknown("JWT: the signature does not match.");
            }
            if (claims.getExpirationTime() == null
                    || claims.getExpirationTime().toInstant().isBefore(ConnectJwt.now())) {
                throw unknown("JWT: the token has expired.");
            }
            String expected = Qsh.of(
                    request.method().name(),
                    request.servletRequest().getRequestURI(),
                    request.servletRequest().getQueryString());
            if (!expected.equals(claims.getStringClaim("qsh"))) {
                throw unknown("JWT: the query string hash is not that of this request.");
            }
            return new Caller(app.account(), app);
        } catch (ParseException | JOSEException e) {
            throw unknown("JWT: the token cannot be read.");
        }
    }

    private static Refusal unknown(String message) {
        return Refusal.withHeaders(
                401,
                message,
                Map.of("WWW-Authenticate", "OAuth realm=\"sandbox\"", "X-Seraph-LoginReason", "AUTHENTICATED_FAILED"));
    }
}
