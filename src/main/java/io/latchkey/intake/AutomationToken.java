package io.latchkey.intake;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token for Jira Automation, without its secret, which was shown once.
 *
 * @param id the part before the dot
 * @param name what the administrator called it
 * @param createdBy account id
 * @param createdAt when
 * @param revokedAt when it was revoked, or null
 */
public record AutomationToken(
        UUID id,
        String name,
        String createdBy,
        Instant createdAt,
        @Nullable Instant revokedAt) {}
