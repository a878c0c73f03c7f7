package io.latchkey.intake;

import io.latchkey.platform.TenantId;
import java.time.Duration;
import java.util.UUID;

/** What an automation token turned out to be. */
sealed interface Recognition {

    /**
     * A token of a tenant.
     *
     * @param tenant whose
     * @param id its id
     * @param generation of the secret that was shown
     */
    record Recognised(TenantId tenant, UUID id, int generation) implements Recognition {

        /** What is asked again, of the database, when the signal is stored. */
        String proof() {
            return id + "." + generation;
        }
    }

    /** No token, or one that has ended. */
    record Unknown() implements Recognition {}

    /** A token that may not be shown from this address. */
    record SourceRefused() implements Recognition {}

    /** Too many; nothing was looked at. */
    record TooMany(Duration retryAfter) implements Recognition {}
}
