package io.latchkey.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Values of a plan that only exist once an earlier step is done. They are objects, never texts, so that nothing a person
 * typed can be mistaken for one: {@code {"$step":"account","output":"userId"}} and {@code {"$text":["Hello ",…]}}.
 */
public final class Deferred {

    private static final String STEP = "$step";
    private static final String OUTPUT = "output";
    private static final String TEXT = "$text";

    private Deferred() {}

    /** The output of an earlier step. */
    public static ObjectNode output(String stepKey, String output) {
        return JsonNodeFactory.instance.objectNode().put(STEP, stepKey).put(OUTPUT, output);
    }

    /** The step whose output a value is, when it is one. */
    public static Optional<String> stepOf(JsonNode value) {
        return Optional.ofNullable(value.path(STEP).textValue());
    }

    /** A text of parts: plain texts, and outputs of earlier steps. */
    public static ObjectNode text(List<JsonNode> parts) {
        ObjectNode text = JsonNodeFactory.instance.objectNode();
        text.putArray(TEXT).addAll(parts);
        return text;
    }

    /**
     * The input with every deferred value replaced.
     *
     * @throws IllegalStateException when a step that is not done, or an output it does not have, is referred to
     */
    static JsonNode resolve(JsonNode input, Map<String, JsonNode> results) {
        if (input instanceof ObjectNode object) {
            return resolve(object, results);
        }
        if (input instanceof ArrayNode array) {
            ArrayNode resolved = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> resolved.add(resolve(element, results)));
            return resolved;
        }
        return input;
    }

    private static JsonNode resolve(ObjectNode object, Map<String, JsonNode> results) {
        if (object.has(STEP)) {
            String step = object.path(STEP).asText();
            JsonNode result = results.get(step);
            JsonNode value =
                    result == null ? null : result.get(object.path(OUTPUT).asText());
            if (value == null) {
                throw new IllegalStateException("step " + step + " has left no output " + object.path(OUTPUT));
            }
            return value;
        }
        if (object.has(TEXT)) {
            StringBuilder text = new StringBuilder();
            object.path(TEXT).forEach(part -> text.append(resolve(part, results).asText()));
            return JsonNodeFactory.instance.textNode(text.toString());
        }
        ObjectNode resolved = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(entry -> resolved.set(entry.getKey(), resolve(entry.getValue(), results)));
        return resolved;
    }
}
