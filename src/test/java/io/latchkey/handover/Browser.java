package io.latchkey.handover;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** What the page of the panel does with its key, by the platform's own primitives and none of Tink's. */
public final class Browser {

    private static final int POINT = 65;
    private static final int IV = 12;
    private static final int COORDINATE = 32;

    private final KeyPair keys;

    private Browser(KeyPair keys) {
        this.keys = keys;
    }

    /** A page with a key of its own. */
    public static Browser open() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new Browser(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As it is sent: an uncompressed point. */
    public String publicKey() {
        ECPoint point = ((ECPublicKey) keys.getPublic()).getW();
        var bytes = new ByteArrayOutputStream();
        bytes.write(4);
        bytes.writeBytes(coordinate(point.getAffineX()));
        bytes.writeBytes(coordinate(point.getAffineY()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /** Opens {@code point || iv || ciphertext || tag}. */
    public String read(String sealed, String context) throws GeneralSecurityException {
        byte[] bytes = Base64.getUrlDecoder().decode(sealed);
        byte[] point = Arrays.copyOf(bytes, POINT);
        byte[] secret = agreed(point);
        byte[] input = Arrays.copyOf(point, POINT + secret.length);
        System.arraycopy(secret, 0, input, POINT, secret.length);
        byte[] key = hkdf(input, context.getBytes(StandardCharsets.UTF_8));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(key, "AES"),
                new GCMParameterSpec(128, Arrays.copyOfRange(bytes, POINT, POINT + IV)));
        return new String(cipher.doFinal(bytes, POINT + IV, bytes.length - POINT - IV), StandardCharsets.UTF_8);
    }

    private byte[] agreed(byte[] point) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        var at = new ECPoint(
                new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + COORDINATE)),
                new BigInteger(1, Arrays.copyOfRange(point, 1 + COORDINATE, POINT)));
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(keys.getPrivate());
        agreement.doPhase(
                KeyFactory.getInstance("EC")
                        .generatePublic(new ECPublicKeySpec(at, curve.getParameterSpec(ECParameterSpec.class))),
                true);
        return agreement.generateSecret();
    }

    /** RFC 5869 with an empty salt; 32 bytes are one block. */
    private static byte[] hkdf(byte[] input, byte[] info) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(new byte[COORDINATE], "HmacSHA256"));
        byte[] extracted = mac.doFinal(input);
        mac.init(new SecretKeySpec(extracted, "HmacSHA256"));
        mac.update(info);
        mac.update((byte) 1);
        return mac.doFinal();
    }

    private static byte[] coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] padded = new byte[COORDINATE];
        int length = Math.min(bytes.length, COORDINATE);
        System.arraycopy(bytes, bytes.length - length, padded, COORDINATE - length, length);
        return padded;
    }
}
