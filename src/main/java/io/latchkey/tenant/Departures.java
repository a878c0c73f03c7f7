package io.latchkey.tenant;

import io.latchkey.platform.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Tenants that leave: what remains of them and until when, and their erasure. */
public interface Departures {

    /**
     * What an uninstallation now would leave behind.
     *
     * @param keysKeptFor how long secrets are kept afterwards
     * @param dataKeptFor how long everything else but the trail is kept afterwards
     * @param remaining what there is now
     */
    record Outlook(Duration keysKeptFor, Duration dataKeptFor, List<Remaining> remaining) {

        /** Copies the list. */
        public Outlook {
            remaining = List.copyOf(remaining);
        }
    }

    /** What an uninstallation now would leave behind, and for how long; in a transaction of its own. */
    Outlook outlook(TenantId tenant);

    /** What there is of a tenant now, whether it has left or not; in a transaction of its own. */
    List<Remaining> remaining(TenantId tenant);

    /** Tenants that have left, the last first; at most 1,000. Those that came back are not among them. */
    List<Departure> all();

    /** The tenant's departure, when it has left and did not come back. */
    Optional<Departure> find(TenantId tenant);

    /**
     * Lets the secrets of a tenant that has left be erased at once, instead of when their time is over.
     *
     * @return false when it has not left, or its secrets are being erased already
     */
    boolean eraseKeysNow(TenantId tenant);

    /**
     * Erases what is due, in bounded portions, each in a transaction of its own with its row in the trail. It may be
     * called on many nodes at once and may be killed at any time; what is left is erased by the next call.
     */
    void eraseDue();
}
