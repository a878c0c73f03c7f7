package io.latchkey.work;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run as people see it.
 *
 * @param id its id
 * @param kind what it is about
 * @param subject what it concerns
 * @param state {@code waiting}, {@code done}, {@code parked} or {@code stopped}
 * @param attempts failed attempts since the last progress
 * @param planHash SHA-256 of the plan, hexadecimal
 * @param reasonCode why it is parked or stopped, or what it waits for; null while nothing hinders it
 * @param reason the same in words
 * @param waitingUntil when a step that waits for a time goes on
 * @param createdAt when it began
 * @param endedAt when it ended
 * @param steps its steps in order; empty once they were kept long enough
 */
public record RunState(
        UUID id,
        String kind,
        String subject,
        String state,
        int attempts,
        String planHash,
        @Nullable String reasonCode,
        @Nullable String reason,
        @Nullable Instant waitingUntil,
        Instant createdAt,
        @Nullable Instant endedAt,
        List<Step> steps) {

    /**
     * One step.
     *
     * @param key its key
     * @param kind its kind
     * @param state {@code planned}, {@code intended} or {@code done}
     * @param intendedAt when its intent was committed
     * @param doneAt when its outcome was committed
     * @param facts its outcome
     * @param attempts how often it was tried until its outcome was known; 0 before
     * @param remoteRequestIds under which ids the vendors know the last calls of the attempt that told its outcome
     */
    public record Step(
            String key,
            String kind,
            String state,
            @Nullable Instant intendedAt,
            @Nullable Instant doneAt,
            @Nullable JsonNode facts,
            int attempts,
            List<String> remoteRequestIds) {}
}
