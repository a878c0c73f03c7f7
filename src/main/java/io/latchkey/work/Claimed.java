package io.latchkey.work;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.json.CanonicalJson;
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
 * @param plan a run's plan; empty for a look
 * @param untried whether certainly nothing was sent for the step that is intended
 * @param limitedSince since when it has been waiting for limits without progress
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
        Optional<CanonicalJson> plan,
        boolean untried,
        Optional<Instant> limitedSince) {

    boolean isRun() {
        return plan.isPresent();
    }
}
