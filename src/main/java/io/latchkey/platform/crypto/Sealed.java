package io.latchkey.platform.crypto;

import java.util.UUID;

/**
 * A ciphertext with what is needed to open it. Stored in three columns: {@code x}, {@code x_key_id}, {@code x_version}.
 *
 * @param keyId the tenant's keyset that made it
 * @param version the version in its {@link Place}
 * @param ciphertext opaque bytes
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier between the vault and a column, never compared
public record Sealed(UUID keyId, int version, byte[] ciphertext) {

    @Override
    public String toString() {
        return "Sealed[keyId=" + keyId + ", version=" + version + "]";
    }
}
