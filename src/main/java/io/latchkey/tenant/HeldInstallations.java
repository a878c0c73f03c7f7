package io.latchkey.tenant;

import io.latchkey.platform.TenantId;
import java.util.List;
import java.util.UUID;

/** Installations that were not let in. */
public interface HeldInstallations {

    /** All of them, the last first; at most 1,000. */
    List<HeldInstallation> all();

    /** Those that would take over this tenant, the last first; at most 1,000. */
    List<HeldInstallation> of(TenantId tenant);

    /** Whether an installation of this id at its door waits to be let in. */
    boolean isHeld(String externalId);

    /**
     * Decides; the last decision counts. It is recorded in the trail of the tenant that would be taken over.
     *
     * @return false when there is none of this id
     */
    boolean decide(UUID id, HeldInstallation.Decision decision);
}
