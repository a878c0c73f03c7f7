package io.latchkey.tenant.store;

import io.latchkey.platform.crypto.Secret;
import java.time.Duration;
import java.time.Instant;

/**
 * A token with which the app calls a site through Forge.
 *
 * @param value sent as a Bearer, and shown nowhere
 * @param receivedAt when Forge brought it
 */
public record SystemToken(Secret value, Instant receivedAt) {

    /** Documented: guaranteed where an event or a schedule calls us directly. */
    public static final Duration GUARANTEED = Duration.ofHours(2);

    /** Whether Forge guarantees it still. */
    public boolean isGuaranteed(Instant now) {
        return now.isBefore(receivedAt.plus(GUARANTEED));
    }
}
