package io.latchkey.tenant.connect;

import com.atlassian.connect.spring.internal.jwt.CanonicalHttpServletRequest;
import com.atlassian.connect.spring.internal.jwt.HttpRequestCanonicalizer;
import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The claim that binds a token to one request: the SHA-256 of its method, path and query (Atlassian Connect, "Creating a
 * query string hash"). The bare library takes a token without the claim.
 */
public final class QueryHash {

    /** What a context token carries instead: it belongs to a page, not to a request. */
    public static final String CONTEXT = "context-qsh";

    private static final String CLAIM = HttpRequestCanonicalizer.QUERY_STRING_HASH_CLAIM_NAME;

    private QueryHash() {}

    /** Whether the token is bound to exactly this request. */
    public static boolean binds(JWTClaimsSet claims, HttpServletRequest request) {
        try {
            return claims.getClaim(CLAIM) instanceof String claimed
                    && equal(
                            claimed,
                            HttpRequestCanonicalizer.computeCanonicalRequestHash(
                                    new CanonicalHttpServletRequest(request)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Whether it is a context token. */
    public static boolean isContext(JWTClaimsSet claims) {
        return claims.getClaim(CLAIM) instanceof String claimed && equal(claimed, CONTEXT);
    }

    private static boolean equal(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
