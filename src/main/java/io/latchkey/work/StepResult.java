package io.latchkey.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.platform.crypto.Secret;
import java.util.Map;
import java.util.Optional;

/**
 * What a step did, as read back.
 *
 * @param outputs what later steps may refer to; no secret
 * @param evidence goes into the trail as it is: ids and states, no secret and no personal datum
 * @param personal personal values for the trail, by name; erasable there
 * @param credential one that the step was given and could not know before, as a link in an answer: kept sealed, in the
 *     transaction that records the result, until the run is over ({@link StepContext#secretOf})
 */
public record StepResult(
        ObjectNode outputs, ObjectNode evidence, Map<String, Secret> personal, Optional<Secret> credential) {

    /** A result without a credential. */
    public StepResult(ObjectNode outputs, ObjectNode evidence, Map<String, Secret> personal) {
        this(outputs, evidence, personal, Optional.empty());
    }

    /** A result whose outputs are evidence as they are. */
    public static StepResult of(ObjectNode outputs) {
        return new StepResult(outputs, outputs, Map.of());
    }

    /** An empty object, to be filled. */
    public static ObjectNode nothing() {
        return JsonNodeFactory.instance.objectNode();
    }
}
