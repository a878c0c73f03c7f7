package io.latchkey.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * An event of Forge. It has no id of its own; one that is sent again has the same content, but for what tells of the repetition.
 *
 * @param hint which issue, and who changed it
 * @param deliveryId the same when the event is sent again
 */
record ForgeEvent(SignalBody hint, String deliveryId) {

    /** What may differ between deliveries of one event. */
    private static final List<String> OF_THE_DELIVERY = List.of("retryContext", "contextToken");

    /** Documented: the event itself, or the event as {@code payload}. */
    static ForgeEvent read(byte[] body) {
        JsonNode event = event(body);
        SignalBody hint = SignalBody.ofForge(event);
        ((ObjectNode) event).remove(OF_THE_DELIVERY);
        return new ForgeEvent(hint, "forge:" + hash(event.toString()));
    }

    /** How an action of a rule names its issue: the inputs that the manifest declares are the body, or its {@code inputs}. */
    static String issueOfAction(byte[] body) {
        JsonNode event = event(body);
        JsonNode inputs = event.path("inputs");
        return (inputs.isObject() ? inputs : event).path("issueKey").asText("").strip();
    }

    private static JsonNode event(byte[] body) {
        JsonNode document = SignalBody.parse(body);
        JsonNode payload = document.path("payload");
        return payload.isObject() ? payload : document;
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
