package io.latchkey.provisioning.guard;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change that waits for a second administrator.
 *
 * @param id by which it is confirmed
 * @param scope the connection, or the tenant
 * @param part what is to be changed
 * @param before what it was when the change was proposed
 * @param after what it shall be
 * @param proposedBy an Atlassian account id; somebody else has to confirm
 * @param proposedAt when
 * @param expiresAt from then on it cannot be confirmed
 * @param decision {@code confirmed}, {@code rejected}, or null while it waits
 */
public record GuardrailProposal(
        UUID id,
        UUID scope,
        Part part,
        JsonNode before,
        JsonNode after,
        String proposedBy,
        Instant proposedAt,
        Instant expiresAt,
        @Nullable String decision) {}
