package io.latchkey.sandbox.okta;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A password as a salted digest; the clear text is never kept. */
final class Password {

    private final String salt;
    private final byte[] digest;

    private Password(String salt, byte[] digest) {
        this.salt = salt;
        this.digest = digest;
    }

    static Password of(String clear) {
        String salt = Ids.secret("", 16);
        return new Password(salt, digest(salt, clear));
    }

    boolean matches(String clear) {
        return MessageDigest.isEqual(digest, digest(salt, clear));
    }

    private static byte[] digest(String salt, String clear) {
        try {
            return MessageDigest.getInstance("SHA-256").digest((salt + clear).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
