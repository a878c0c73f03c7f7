package io.latchkey.work;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.failure.FailureKind;
import java.time.Instant;

/**
 * Looking at a subject failed for good, or too often. Published after the commit like {@link RunParked}.
 *
 * @param tenant whose
 * @param kind of which kind the look is
 * @param subject what was looked at
 * @param code why
 * @param failureKind whom the failure concerns
 * @param at when
 */
public record LookParked(
        TenantId tenant, String kind, String subject, String code, FailureKind failureKind, Instant at) {}
