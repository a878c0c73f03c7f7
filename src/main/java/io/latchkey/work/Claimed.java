package io.latchkey.work;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Sealed;
import io.latchkey.tenant.Tenant;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An item that this worker holds.
 *
 * @param tenant whose
 * @param id its id
 * @param kind look or run
 * @param subject what it concerns
 * @param slot where it runs
 * @param fence proves that the worker still holds it
 * @param wanted how often it was asked for when it was claimed
 * @param attempts failed attempts so far
 * @param plan a run's plan, still sealed, so that one that cannot be opened is a failure of this item alone; empty for a
 *     look
 * @param untried whether certainly nothing was sent for the step that is intended
 * @param limitedSince since when it has been waiting for limits without progress
 * @param createdAt when it was stored
 * @param doubted whether a look has seen that people may not want it any more
 * @param unknownSince since when no node that took it knew what to do with it
 * @param triedSince since when something may have been sent for the step that is intended, if that is later than its intent
 * @param site whether the tenant's site had the app when it was claimed
 * @param stop why a person wants it to stop, if anybody does
 * @param claimedNanos before its lease began, by the machine's monotonic clock
 */
record Claimed(
        TenantId tenant,
        UUID id,
        String kind,
        String subject,
        int slot,
        long fence,
        int wanted,
        int attempts,
        Optional<Sealed> plan,
        boolean untried,
        Optional<Instant> limitedSince,
        Instant createdAt,
        boolean doubted,
        Optional<Instant> unknownSince,
        Optional<Instant> triedSince,
        Tenant.State site,
        Optional<Withdrawal> stop,
        long claimedNanos) {

    boolean isRun() {
        return plan.isPresent();
    }
}
