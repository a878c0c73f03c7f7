package io.latchkey.tenant;

import io.latchkey.platform.TenantId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An installation that was not let in, since the site belongs to another tenant, or since a known site came back as
 * another one. No secret of it is kept; its site has to install again once it is accepted.
 *
 * @param id names it
 * @param door through which it came
 * @param externalId Connect: its clientKey; Forge: its installationId
 * @param cloudId Atlassian's id of the site, as it said; empty when it said none
 * @param tenant the tenant that it would take over
 * @param firstAt when it came first
 * @param lastAt when it came last
 * @param times how often it came
 * @param decision what an operator decided, if anything
 */
public record HeldInstallation(
        UUID id,
        Door door,
        String externalId,
        String cloudId,
        TenantId tenant,
        Instant firstAt,
        Instant lastAt,
        int times,
        @Nullable Decision decision) {

    /** What an operator decides. */
    public enum Decision {
        /** It is the same site: when it installs again, it takes over the tenant, whose other doors are closed. */
        ACCEPTED,
        /** It stays out. */
        REFUSED
    }
}
