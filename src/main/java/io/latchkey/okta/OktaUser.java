package io.latchkey.okta;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An account as Okta tells it.
 *
 * @param id Okta's id
 * @param status what it may do
 * @param login personal: never logged, so {@link #toString} leaves it out
 * @param email personal too
 * @param created when
 * @param activated when, if ever
 * @param lastUpdated when
 * @param lastLogin when somebody last signed in with it, if ever
 */
public record OktaUser(
        String id,
        Status status,
        String login,
        Optional<String> email,
        Instant created,
        @Nullable Instant activated,
        @Nullable Instant lastUpdated,
        @Nullable Instant lastLogin) {

    /** Okta's states of an account. */
    public enum Status {
        STAGED,
        PROVISIONED,
        ACTIVE,
        RECOVERY,
        PASSWORD_EXPIRED,
        LOCKED_OUT,
        SUSPENDED,
        DEPROVISIONED,
        /** A state that Okta added later, or a transitional one. */
        UNKNOWN
    }

    @Override
    public String toString() {
        return "OktaUser[id=" + id + ", status=" + status + "]";
    }
}
