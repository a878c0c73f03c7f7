package io.latchkey.platform.crypto;

import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.hybrid.EciesParameters;
import com.google.crypto.tink.hybrid.EciesPublicKey;
import com.google.crypto.tink.hybrid.HybridConfig;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.spec.ECPoint;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The public key of somebody who is told a secret: what is sealed to it only they can open. P-256, made for one answer by
 * their browser.
 *
 * <p>ECIES as Tink has it: ephemeral P-256 key, HKDF-SHA256 over the ephemeral point and the shared x-coordinate with an empty
 * salt, AES-256-GCM; {@code 65-byte uncompressed point || 12-byte nonce || ciphertext || 16-byte tag}, without a prefix.
 */
public final class RecipientKey {

    /** An uncompressed point of P-256. */
    private static final int POINT = 65;

    private static final int COORDINATE = 32;
    private static final byte UNCOMPRESSED = 4;
    private static final int LONGEST = 100;

    private static final EciesParameters PARAMETERS = parameters();

    private final HybridEncrypt encrypt;

    private RecipientKey(HybridEncrypt encrypt) {
        this.encrypt = encrypt;
    }

    private static EciesParameters parameters() {
        try {
            HybridConfig.register();
            return EciesParameters.builder()
                    .setCurveType(EciesParameters.CurveType.NIST_P256)
                    .setHashType(EciesParameters.HashType.SHA256)
                    .setNistCurvePointFormat(EciesParameters.PointFormat.UNCOMPRESSED)
                    .setVariant(EciesParameters.Variant.NO_PREFIX)
                    .setDemParameters(AesGcmParameters.builder()
                            .setKeySizeBytes(32)
                            .setIvSizeBytes(12)
                            .setTagSizeBytes(16)
                            .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                            .build())
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ECIES is not available", e);
        }
    }

    /**
     * Reads a key.
     *
     * @param base64url of the uncompressed point, 65 bytes
     * @return empty when it is no such key: of another form, or not on the curve
     */
    public static Optional<RecipientKey> of(String base64url) {
        if (base64url.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            byte[] point = Base64.getUrlDecoder().decode(base64url);
            if (point.length != POINT || point[0] != UNCOMPRESSED) {
                return Optional.empty();
            }
            var at = new ECPoint(
                    new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + COORDINATE)),
                    new BigInteger(1, Arrays.copyOfRange(point, 1 + COORDINATE, POINT)));
            // Tink refuses a point that is not on the curve.
            EciesPublicKey key = EciesPublicKey.createForNistCurve(PARAMETERS, at, null);
            HybridEncrypt encrypt = KeysetHandle.newBuilder()
                    .addEntry(KeysetHandle.importKey(key).withRandomId().makePrimary())
                    .build()
                    .getPrimitive(RegistryConfiguration.get(), HybridEncrypt.class);
            return Optional.of(new RecipientKey(encrypt));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            // Nothing of the key is worth telling.
            return Optional.empty();
        }
    }

    /**
     * Seals a secret to the key.
     *
     * @param secret what only the recipient may read
     * @param context has to be the same where it is opened
     */
    public byte[] seal(Secret secret, String context) {
        try {
            return encrypt.encrypt(secret.revealBytes(), context.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret could not be sealed to its recipient's key", e);
        }
    }
}
