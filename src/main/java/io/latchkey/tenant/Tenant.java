package io.latchkey.tenant;

import io.latchkey.platform.TenantId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A customer's site as we know it.
 *
 * @param id ours
 * @param state whether any door is open
 * @param createdAt when it first installed us
 */
public record Tenant(TenantId id, State state, Instant createdAt) {

    /** Whether the app is installed at the site. */
    public enum State {
        /** At least one door is open. */
        INSTALLED,
        /** The site removed the app; nothing may be done for it but to end access that was given for a time. */
        UNINSTALLED,
        /** Its secrets are erased or being erased; nothing leads to it any more, and nothing may be done for it. */
        ERASED;

        /** The state that is called so in the database; tests and simulations have tenants that nobody installed. */
        public static State stored(@Nullable String name) {
            return name == null ? INSTALLED : valueOf(name.toUpperCase(Locale.ROOT));
        }
    }
}
