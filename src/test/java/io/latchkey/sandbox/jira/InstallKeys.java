package io.latchkey.sandbox.jira;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The key pairs that sign lifecycle callbacks (signed install); what Atlassian's CDN is for the real ones. As there, one key
 * signs for all sites, until a site of ours rotates it for itself.
 */
final class InstallKeys {

    private static final RSAKey OF_ALL_SITES = generate();

    private final Map<String, RSAKey> keys = new LinkedHashMap<>();
    private RSAKey current;

    InstallKeys() {
        current = OF_ALL_SITES;
        keys.put(current.getKeyID(), current);
    }

    synchronized RSAKey current() {
        return current;
    }

    /** A new key signs from now on; the old ones can still be fetched. */
    synchronized RSAKey rotate() {
        current = generate();
        keys.put(current.getKeyID(), current);
        return current;
    }

    /** The public key as PEM, as the CDN serves it under its kid. */
    synchronized Optional<String> pem(String kid) {
        return Optional.ofNullable(keys.get(kid)).map(InstallKeys::pem);
    }

    private static String pem(RSAKey key) {
        try {
            byte[] encoded = key.toRSAPublicKey().getEncoded();
            String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
            return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey generate() {
        try {
            return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
