package io.latchkey.audit;

import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.json.CanonicalJson;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;

/** The arithmetic of the trail: how an event is linked to the one before it, and how a personal value is hashed. */
final class Chain {

    static final int HASH_BYTES = 32;

    private Chain() {}

    /** What the first seal of a tenant follows: 32 zero bytes. */
    static byte[] genesis() {
        return new byte[HASH_BYTES];
    }

    /** SHA-256(previous hash || position, 8 bytes big-endian || event id, 16 bytes || SHA-256(body)). */
    static byte[] hash(byte[] previous, long position, UUID event, byte[] bodyHash) {
        return CanonicalJson.sha256(ByteBuffer.allocate(previous.length + 24 + bodyHash.length)
                .put(previous)
                .putLong(position)
                .putLong(event.getMostSignificantBits())
                .putLong(event.getLeastSignificantBits())
                .put(bodyHash)
                .array());
    }

    /** SHA-256(salt || value) in lower-case hexadecimal; without the salt it says nothing about the value. */
    static String hashOf(byte[] salt, Secret value) {
        byte[] bytes = value.revealBytes();
        byte[] salted = ByteBuffer.allocate(salt.length + bytes.length)
                .put(salt)
                .put(bytes)
                .array();
        return HexFormat.of().formatHex(CanonicalJson.sha256(salted));
    }
}
