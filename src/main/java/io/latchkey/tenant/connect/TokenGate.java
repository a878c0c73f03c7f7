package io.latchkey.tenant.connect;

import com.atlassian.connect.spring.internal.auth.LifecycleURLHelper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.http.Problem;
import io.latchkey.platform.http.ProblemWriter;
import io.latchkey.tenant.OpenedInSite;
import io.latchkey.tenant.store.ConnectHost;
import io.latchkey.tenant.store.ConnectHosts;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.text.ParseException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Stands before the library's filter, which then finds nothing to refuse but the query's hash. Refuses what the library
 * would accept or stumble over: tokens in the address of anything but a {@linkplain OpenedInSite page} (they end in logs), more than one, not HS256, without an issuer (500), with times
 * that do not hold, from sites that are unknown or have uninstalled us, with another signature, and tokens of our own
 * making. Logs the reason,
 * never the token. What comes with a Bearer is no token of Connect's, and may be a true one of Forge, to which 401 would say that
 * it is none: it is refused with 403.
 */
final class TokenGate extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(TokenGate.class);
    private static final String SCHEME = "JWT ";
    private static final String BEARER = "Bearer ";
    private static final int LONGEST = 16_384;
    private static final int SHORTEST_KEY = 32;

    private final LifecycleURLHelper lifecycle;
    private final TokenClaims claims;
    private final ConnectHosts hosts;
    private final ProblemWriter problems;

    TokenGate(LifecycleURLHelper lifecycle, TokenClaims claims, ConnectHosts hosts, ProblemWriter problems) {
        this.lifecycle = lifecycle;
        this.claims = claims;
        this.hosts = hosts;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Problem> refusal = refusal(request);
        if (refusal.isPresent()) {
            LOG.info("refused a request: {}", refusal.get().code());
            if (refusal.get().status() == HttpStatus.TOO_MANY_REQUESTS) {
                response.setHeader(HttpHeaders.RETRY_AFTER, "1");
            }
            problems.write(response, refusal.get());
            return;
        }
        chain.doFilter(request, response);
    }

    private Optional<Problem> refusal(HttpServletRequest request) {
        String[] inAddress = request.getParameterValues(OpenedInSite.PARAMETER);
        List<String> headers = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        if (headers.size() > 1) {
            return refuse(status(headers), "connect.token-malformed", "There is more than one Authorization header.");
        }
        if (inAddress != null) {
            return isPage(request) && headers.isEmpty() && inAddress.length == 1
                    ? refusal(inAddress[0])
                    : refuse(
                            status(headers),
                            "connect.token-in-address",
                            "The token belongs in the Authorization header.");
        }
        if (headers.isEmpty() || !headers.get(0).startsWith(SCHEME)) {
            return Optional.empty();
        }
        if (lifecycle.isRequestToLifecycleURL(request)) {
            return Optional.empty();
        }
        return refusal(headers.get(0).substring(SCHEME.length()));
    }

    private static HttpStatus status(List<String> headers) {
        return headers.stream().anyMatch(header -> header.startsWith(BEARER))
                ? HttpStatus.FORBIDDEN
                : HttpStatus.UNAUTHORIZED;
    }

    private static boolean isPage(HttpServletRequest request) {
        return HttpMethod.GET.matches(request.getMethod())
                && request.getServletPath().startsWith(OpenedInSite.PATH);
    }

    private Optional<Problem> refusal(String token) {
        if (token.length() > LONGEST) {
            return refuse("connect.token-malformed", "The token is too long.");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())) {
                return refuse("connect.token-algorithm", "The token must be signed with HS256.");
            }
            return refusal(jwt, jwt.getJWTClaimsSet());
        } catch (ParseException e) {
            // The cause is dropped: its message quotes the token.
            return refuse("connect.token-malformed", "The token cannot be read.");
        }
    }

    private Optional<Problem> refusal(SignedJWT jwt, JWTClaimsSet token) {
        if (!claims.hold(token)) {
            return refuse("connect.token-times", "The token's iss, iat and exp are missing or do not hold.");
        }
        try {
            Optional<Secret> secret = secret(token.getIssuer());
            if (secret.isEmpty()) {
                return refuse("connect.unknown-site", "The app is not installed at the site that signed this.");
            }
            return isForged(jwt, secret.get())
                    ? refuse("connect.token-forged", "The site that the token names has not signed it.")
                    : Optional.empty();
        } catch (Problem tooMany) {
            return Optional.of(tooMany);
        }
    }

    /** What no lifecycle callback could have stored is not looked for. */
    private Optional<Secret> secret(String issuer) {
        return LifecycleBody.isClientKey(issuer)
                ? hosts.byClientKey(issuer).filter(ConnectHost::mayCall).map(ConnectHost::sharedSecret)
                : Optional.empty();
    }

    /**
     * The library would find out, too, at several times the cost: it lets the answer go through all filters once more. A secret
     * that is too short for this check (256 bits) is left to it.
     */
    private static boolean isForged(SignedJWT jwt, Secret secret) {
        byte[] key = secret.revealBytes();
        try {
            return key.length >= SHORTEST_KEY && !jwt.verify(new MACVerifier(key));
        } catch (JOSEException e) {
            // It says nothing about the token's content; what cannot be verified is not accepted.
            return true;
        }
    }

    private static Optional<Problem> refuse(String code, String sentence) {
        return refuse(HttpStatus.UNAUTHORIZED, code, sentence);
    }

    private static Optional<Problem> refuse(HttpStatus status, String code, String sentence) {
        return Optional.of(new Problem(status, code, sentence));
    }
}
