package io.latchkey.intake;

import java.time.Instant;
import java.util.List;
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
 * @param oldValidUntil until when the secret before the newest is valid too, or null
 * @param sources where signals with it may come from, as ranges of addresses; empty for anywhere
 */
public record AutomationToken(
        UUID id,
        String name,
        String createdBy,
        Instant createdAt,
        @Nullable Instant revokedAt,
        @Nullable Instant oldValidUntil,
        List<String> sources) {}
