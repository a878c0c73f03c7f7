package io.latchkey.okta;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.json.CanonicalJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Date;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The key pair that the tokens of one connection are bound to on this node, and the proofs made with it (DPoP, RFC 9449):
 * a stolen token is of no use without it. The private part never leaves this memory; a node that restarts makes another
 * and asks for another token.
 *
 * <p>Okta: a proof for a token carries the nonce of the authorization server, which is renewed each 24 hours while the old
 * one works for three days, and comes with refusals and grants alike; a call of the API needs none, and carries one as
 * soon as it was asked for.
 */
final class ProofOfPossession {

    private static final JOSEObjectType TYPE = new JOSEObjectType("dpop+jwt");
    private static final String NONCE = "dpop-nonce";

    private final ECKey key;
    private final JWSHeader header;
    private final Clock clock;
    private volatile @Nullable String tokenNonce;
    private volatile @Nullable String apiNonce;

    private ProofOfPossession(ECKey key, Clock clock) {
        this.key = key;
        this.header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(TYPE)
                .jwk(key.toPublicJWK())
                .build();
        this.clock = clock;
    }

    /** With a new key pair (P-256, ES256). */
    static ProofOfPossession create(Clock clock) {
        try {
            return new ProofOfPossession(new ECKeyGenerator(Curve.P_256).generate(), clock);
        } catch (JOSEException e) {
            throw new IllegalStateException("a key for proofs of possession could not be made", e);
        }
    }

    /** A proof for the request of a token. */
    String forToken(URI url) {
        return proof("POST", url, tokenNonce, null);
    }

    /** A proof for one call of the API with this token. */
    String forCall(String method, URI url, Secret token) {
        return proof(method, url, apiNonce, token);
    }

    /** Keeps the nonce that came with an answer of the token endpoint; whether there was one. */
    boolean nonceOfToken(Answer answer) {
        String nonce = answer.first(NONCE).orElse(null);
        if (nonce != null) {
            tokenNonce = nonce;
        }
        return nonce != null;
    }

    /** Keeps the nonce that the API asked for; whether it did. */
    boolean nonceOfCall(Answer answer) {
        boolean asked = answer.status() == 401
                && answer.all("www-authenticate").stream().anyMatch(value -> value.contains("use_dpop_nonce"));
        String nonce = asked ? answer.first(NONCE).orElse(null) : null;
        if (nonce != null) {
            apiNonce = nonce;
        }
        return nonce != null;
    }

    private String proof(String method, URI url, @Nullable String nonce, @Nullable Secret token) {
        var claims = new JWTClaimsSet.Builder()
                .claim("htm", method)
                .claim("htu", withoutQuery(url))
                .issueTime(Date.from(clock.instant()))
                .jwtID(UUID.randomUUID().toString());
        if (nonce != null) {
            claims.claim("nonce", nonce);
        }
        if (token != null) {
            claims.claim("ath", hash(token));
        }
        try {
            var jwt = new SignedJWT(header, claims.build());
            jwt.sign(new ECDSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("a proof of possession could not be signed", e);
        }
    }

    /** RFC 9449, 4.2: the URL of the request without query and fragment, as it is sent. */
    private static String withoutQuery(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
    }

    private static String hash(Secret token) {
        byte[] digest = CanonicalJson.sha256(token.reveal().getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }
}
