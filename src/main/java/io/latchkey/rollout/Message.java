package io.latchkey.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.platform.json.Mappers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * What a receiver is told: {@code {"type","id","timestamp",…,"data"}}, the same bytes at each attempt.
 *
 * @param id the same at each attempt, by which a receiver tells a repeat
 * @param body UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier on its way out, never compared
record Message(String id, byte[] body) {

    private static final JsonMapper MAPPER = Mappers.builder().build();

    /** About a step of an approved request; the input is as {@link CallWebhookStep} takes it. */
    static Message ofStep(UUID stepId, Instant occurredAt, JsonNode input) {
        ObjectNode body = begun("request.step", stepId, occurredAt);
        body.set("request", input.path("request"));
        body.set("recipe", input.path("recipe"));
        body.set("data", input.path("data").isObject() ? input.path("data") : MAPPER.createObjectNode());
        return of(stepId, body);
    }

    /** Tells nothing, so that an administrator sees whether it arrives. */
    static Message test(UUID id, Instant now) {
        ObjectNode body = begun("webhook.test", id, now);
        body.putObject("data");
        return of(id, body);
    }

    private static ObjectNode begun(String type, UUID id, Instant occurredAt) {
        return MAPPER.createObjectNode()
                .put("type", type)
                .put("id", id.toString())
                .put("timestamp", occurredAt.truncatedTo(ChronoUnit.MILLIS).toString());
    }

    private static Message of(UUID id, ObjectNode body) {
        try {
            return new Message(id.toString(), MAPPER.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree that cannot be written", e);
        }
    }

    /** Without what a request says. */
    @Override
    public String toString() {
        return "Message[" + id + "]";
    }
}
