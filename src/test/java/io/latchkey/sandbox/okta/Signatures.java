package io.latchkey.sandbox.okta;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.util.Set;

/** Verifies a JWT with a public key; RS and ES with 256, 384 and 512 bits, RSA keys of 2048 bits or more. */
final class Signatures {

    private static final Set<JWSAlgorithm> ALLOWED = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private Signatures() {}

    static boolean allows(SignedJWT jwt) {
        return ALLOWED.contains(jwt.getHeader().getAlgorithm());
    }

    static boolean verifies(SignedJWT jwt, JWK key) {
        if (!(key instanceof AsymmetricJWK asymmetric) || (key instanceof RSAKey rsa && rsa.size() < 2048)) {
            return false;
        }
        try {
            var verifier = new DefaultJWSVerifierFactory().createJWSVerifier(jwt.getHeader(), asymmetric.toPublicKey());
            return jwt.verify(verifier);
        } catch (JOSEException e) {
            // A key of another kind than the algorithm's: the signature does not hold.
            return false;
        }
    }
}
