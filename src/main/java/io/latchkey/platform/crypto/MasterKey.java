package io.latchkey.platform.crypto;

import com.google.crypto.tink.Aead;

/**
 * A key that wraps the tenants' keysets.
 *
 * @param id tells it from others and nothing about it; stored beside what it wraps
 * @param aead the key itself, or a key service that has it
 */
public record MasterKey(String id, Aead aead) {

    @Override
    public String toString() {
        return "MasterKey[" + id + "]";
    }
}
