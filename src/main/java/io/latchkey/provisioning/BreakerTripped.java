package io.latchkey.provisioning;

import io.latchkey.platform.TenantId;
import java.time.Instant;
import java.util.UUID;

/**
 * More accounts or memberships were approved within an hour than the tenant's guardrails allow, so plans are held until
 * an administrator resets the breaker. Published after the commit, once per trip, on the node that tripped it; a node that
 * dies in between publishes nothing, so whoever must not miss one reads the trail ({@code guardrail.tripped}) as well.
 *
 * @param tenant whose
 * @param trip by which it is reset
 * @param scope the connection, or the tenant
 * @param counted {@code accounts} or {@code memberships}
 * @param allowed how many an hour
 * @param found how many there would have been
 * @param issueId the request that was one too many
 * @param at when
 */
public record BreakerTripped(
        TenantId tenant, UUID trip, UUID scope, String counted, int allowed, int found, String issueId, Instant at) {}
