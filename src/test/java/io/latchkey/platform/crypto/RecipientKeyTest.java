package io.latchkey.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.hybrid.EciesParameters;
import com.google.crypto.tink.hybrid.EciesPrivateKey;
import com.google.crypto.tink.hybrid.EciesPublicKey;
import com.google.crypto.tink.util.SecretBigInteger;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Tink opens itself; {@code HandoverIT} opens it without Tink. */
class RecipientKeyTest {

    private static final String CONTEXT = "latchkey/handover/1/x";

    @Test
    void onlyWhoHasTheKeyAndTheContextReadsIt() throws GeneralSecurityException {
        KeyPair pair = pair();
        RecipientKey key = RecipientKey.of(point(pair)).orElseThrow();

        byte[] sealed = key.seal(Secret.of("a secret"), CONTEXT);

        assertThat(new String(opens(pair).decrypt(sealed, bytes(CONTEXT)), StandardCharsets.UTF_8))
                .isEqualTo("a secret");
        assertThat(sealed).hasSize(65 + 12 + "a secret".length() + 16);
        assertThatThrownBy(() -> opens(pair).decrypt(sealed, bytes("latchkey/handover/1/y")))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> opens(pair()).decrypt(sealed, bytes(CONTEXT)))
                .isInstanceOf(GeneralSecurityException.class);
        assertThat(key.seal(Secret.of("a secret"), CONTEXT)).isNotEqualTo(sealed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A",
                "BA",
                "not base64url!",
                "BA==",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void whatIsNoPointIsNoKey(String text) {
        assertThat(RecipientKey.of(text)).isEmpty();
    }

    /** A point of another curve would give the key away, bit by bit. */
    @Test
    void aPointBesideTheCurveIsNoKey() throws GeneralSecurityException {
        byte[] point = Base64.getUrlDecoder().decode(point(pair()));
        point[64] ^= 1;

        assertThat(RecipientKey.of(Base64.getUrlEncoder().encodeToString(point)))
                .isEmpty();
        assertThat(RecipientKey.of(Base64.getUrlEncoder().encodeToString(new byte[65])))
                .isEmpty();
        assertThat(RecipientKey.of("B" + "A".repeat(86))).isEmpty();
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static String point(KeyPair pair) {
        ECPoint at = ((ECPublicKey) pair.getPublic()).getW();
        String hex = "04" + hex(at.getAffineX()) + hex(at.getAffineY());
        return Base64.getUrlEncoder().encodeToString(java.util.HexFormat.of().parseHex(hex));
    }

    private static String hex(BigInteger value) {
        return "%064x".formatted(value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static HybridDecrypt opens(KeyPair pair) throws GeneralSecurityException {
        EciesParameters parameters = EciesParameters.builder()
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
        EciesPublicKey known =
                EciesPublicKey.createForNistCurve(parameters, ((ECPublicKey) pair.getPublic()).getW(), null);
        EciesPrivateKey key = EciesPrivateKey.createForNistCurve(
                known,
                SecretBigInteger.fromBigInteger(
                        ((ECPrivateKey) pair.getPrivate()).getS(), InsecureSecretKeyAccess.get()));
        return KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.importKey(key).withRandomId().makePrimary())
                .build()
                .getPrimitive(RegistryConfiguration.get(), HybridDecrypt.class);
    }
}
