package io.latchkey.tenant;

import io.latchkey.platform.TenantId;
import java.time.Instant;

/**
 * A tenant that has left, and what becomes of it.
 *
 * @param tenant which
 * @param leftAt when it left
 * @param keysUntil until when its secrets are kept, so that access that was given for a time can end
 * @param dataUntil until when its other data is kept
 * @param stage how far its erasure is
 */
public record Departure(TenantId tenant, Instant leftAt, Instant keysUntil, Instant dataUntil, Stage stage) {

    /** How far the erasure is. */
    public enum Stage {
        /** Its secrets are kept; installing again resumes the tenant. */
        KEYS_KEPT("keys-kept"),
        /** Its secrets are being erased; installing again makes a new tenant from here on. */
        ERASING_KEYS("erasing-keys"),
        /** Its secrets are gone, its other data is kept. */
        DATA_KEPT("data-kept"),
        /** Its other data is being erased. */
        ERASING_DATA("erasing-data"),
        /** Only its trail and the seals are left. */
        ERASED("erased");

        private final String stored;

        Stage(String stored) {
            this.stored = stored;
        }

        /** As it is stored. */
        public String stored() {
            return stored;
        }

        /** From what is stored. */
        public static Stage of(String stored) {
            for (Stage stage : values()) {
                if (stage.stored.equals(stored)) {
                    return stage;
                }
            }
            throw new IllegalArgumentException("no stage of an erasure is called " + stored);
        }
    }
}
