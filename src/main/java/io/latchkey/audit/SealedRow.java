package io.latchkey.audit;

import java.util.Map;
import java.util.UUID;

/**
 * A sealed event with all that proves it: {@code hash = SHA-256(previousHash || position, 8 bytes big-endian || event, 16
 * bytes || SHA-256(body))}.
 *
 * @param position its place in the chain, from 1
 * @param event its id
 * @param previousHash of the seal before it, hexadecimal
 * @param hash its seal, hexadecimal
 * @param body exactly what was sealed, as UTF-8
 * @param personal by name, the values that were not erased; the body holds their salted hashes
 */
public record SealedRow(
        long position, UUID event, String previousHash, String hash, String body, Map<String, Value> personal) {

    /**
     * A personal value.
     *
     * @param value in plain text
     * @param salt hexadecimal; SHA-256(salt || value) is what the body holds
     */
    public record Value(String value, String salt) {

        @Override
        public String toString() {
            return "***";
        }
    }

    @Override
    public String toString() {
        return "SealedRow[" + position + ", " + event + "]";
    }
}
