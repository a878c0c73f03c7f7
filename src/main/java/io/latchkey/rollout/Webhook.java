package io.latchkey.rollout;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A webhook of a tenant, as it may be shown. The rest of its address is not: many receivers know who calls by a secret in it.
 *
 * @param name by which recipes call it
 * @param host where it leads to
 * @param createdAt when it was registered
 * @param changedAt when its address or its secret was changed last
 * @param previousSignsUntil until when the secret before the present one signs too; null when it does not
 */
public record Webhook(
        String name,
        String host,
        Instant createdAt,
        Instant changedAt,
        @Nullable Instant previousSignsUntil) {}
