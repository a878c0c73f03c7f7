package io.latchkey.platform;

import java.util.UUID;

/**
 * One customer's site, by an id of our own: it survives reinstallation and the move from one door to the other.
 *
 * @param value UUIDv7
 */
public record TenantId(UUID value) {

    /** Reads the text form. */
    public static TenantId of(String text) {
        return new TenantId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
