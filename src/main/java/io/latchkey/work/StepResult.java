package io.latchkey.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.platform.crypto.Secret;
import java.util.Map;

/**
 * What a step did, as read back.
 *
 * @param facts goes to later steps and, as it is, into the trail: ids and states, no secret and no personal datum
 * @param personal personal values for the trail, by name; erasable there
 */
public record StepResult(ObjectNode facts, Map<String, Secret> personal) {

    /** A result without personal values. */
    public static StepResult of(ObjectNode facts) {
        return new StepResult(facts, Map.of());
    }

    /** A result without facts, to be filled. */
    public static ObjectNode noFacts() {
        return JsonNodeFactory.instance.objectNode();
    }
}
