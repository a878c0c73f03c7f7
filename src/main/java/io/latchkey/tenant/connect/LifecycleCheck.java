package io.latchkey.tenant.connect;

import com.atlassian.connect.spring.internal.auth.asymmetric.AsymmetricAuthentication;
import com.atlassian.connect.spring.internal.descriptor.AddonDescriptorLoader;
import com.atlassian.connect.spring.internal.lifecycle.LifecycleAuthenticator;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.latchkey.platform.http.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * Whether a signed lifecycle callback is what it says. The library verifies the signature (RS256, a key of Atlassian's)
 * and the audience; on a first install it looks neither at the issuer, the qsh nor the app's key, so any callback that
 * Atlassian ever signed for us would install any site.
 */
@Component
class LifecycleCheck {

    private static final Logger LOG = LoggerFactory.getLogger(LifecycleCheck.class);
    private static final String SCHEME = "JWT ";

    private final LifecycleAuthenticator signatures;
    private final AddonDescriptorLoader descriptor;
    private final TokenClaims times;

    LifecycleCheck(LifecycleAuthenticator signatures, AddonDescriptorLoader descriptor, TokenClaims times) {
        this.signatures = signatures;
        this.descriptor = descriptor;
        this.times = times;
    }

    /**
     * Verifies a callback that Atlassian signed.
     *
     * @throws Problem 400 when the body is not for this app or this address, 401 when the token does not prove it
     */
    void signed(HttpServletRequest request, LifecycleBody body, String eventType) {
        about(body, eventType);
        // Before any key is fetched: what would be refused anyway costs no call.
        refuseOddClaims(unverified(request.getHeader(HttpHeaders.AUTHORIZATION)), request, body);
        refuseOddClaims(verified(request, body), request, body);
    }

    private void refuseOddClaims(JWTClaimsSet claims, HttpServletRequest request, LifecycleBody body) {
        if (!times.hold(claims)) {
            throw unproven("connect.token-times", "The token's iss, iat and exp are missing or do not hold.");
        }
        if (!claims.getIssuer().equals(body.clientKey())) {
            throw unproven("connect.other-site", "The token was issued for another site.");
        }
        if (!QueryHash.binds(claims, request)) {
            throw unproven("connect.token-unbound", "The token's qsh is missing or belongs to another request.");
        }
    }

    /** Whether the body is this app's and this address's. */
    void about(LifecycleBody body, String eventType) {
        if (!body.key().equals(descriptor.getDescriptor().getKey())) {
            throw new Problem(HttpStatus.BAD_REQUEST, "connect.other-app", "The body names another app.");
        }
        if (!body.eventType().equals(eventType)) {
            throw new Problem(
                    HttpStatus.BAD_REQUEST, "connect.other-event", "The body's eventType must be " + eventType + ".");
        }
    }

    /** The key id goes into an address, so the header is read before any key is fetched. */
    private static JWTClaimsSet unverified(@Nullable String header) {
        if (header == null || !header.startsWith(SCHEME)) {
            throw unproven("connect.token-missing", "A signed token is required.");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(header.substring(SCHEME.length()));
            JWSHeader token = jwt.getHeader();
            if (!JWSAlgorithm.RS256.equals(token.getAlgorithm())) {
                throw unproven("connect.token-algorithm", "The token must be signed with RS256.");
            }
            if (token.getKeyID() == null || !InstallKeys.isKeyId(token.getKeyID())) {
                throw unproven("connect.key-id", "The token's key id is missing or none of Atlassian's.");
            }
            return jwt.getJWTClaimsSet();
        } catch (ParseException e) {
            // The cause is dropped: its message quotes the token.
            throw unproven("connect.token-malformed", "The token cannot be read.");
        }
    }

    private JWTClaimsSet verified(HttpServletRequest request, LifecycleBody body) {
        try {
            signatures.setAuthentication(request, body.baseUrl());
        } catch (AuthenticationException | IllegalArgumentException e) {
            // The cause is dropped: it may quote the token. The second is thrown for an audience that is no address.
            throw unproven("connect.signature", "The token was not signed by Atlassian for this app.");
        }
        if (SecurityContextHolder.getContext().getAuthentication() instanceof AsymmetricAuthentication authentication
                && authentication.getCredentials() instanceof JWTClaimsSet claims) {
            return claims;
        }
        throw unproven("connect.signature", "The token was not signed by Atlassian for this app.");
    }

    private static Problem unproven(String code, String sentence) {
        LOG.info("refused a lifecycle callback: {}", code);
        return new Problem(HttpStatus.UNAUTHORIZED, code, sentence);
    }
}
