package io.latchkey.work;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.failure.FailureKind;
import java.time.Instant;
import java.util.UUID;

/**
 * A run stopped and waits for a person. Published after the commit, on the node that parked it; a node that dies in between
 * publishes nothing, so whoever must not miss one reads the ledger or the trail as well.
 *
 * @param tenant whose
 * @param runId which
 * @param kind what it is about
 * @param subject what it concerns
 * @param step the key of the step where it stopped
 * @param code why
 * @param failureKind whom the failure concerns
 * @param at when
 */
public record RunParked(
        TenantId tenant,
        UUID runId,
        String kind,
        String subject,
        String step,
        String code,
        FailureKind failureKind,
        Instant at) {}
