package io.latchkey.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.platform.json.CanonicalJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is stored and hashed of an event: {@code {kind, subject, at, facts, personal: {name: salted hash}}}. */
record Body(String kind, String subject, Instant at, JsonNode facts, Map<String, String> personal) {

    static final int MOST_BYTES = 256 * 1024;

    /**
     * The bytes of an entry.
     *
     * @throws IllegalArgumentException when they are more than 256 KiB, since a trail is read in pages
     */
    byte[] bytes() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("kind", kind).put("subject", subject).put("at", at.toString());
        tree.set("facts", facts);
        ObjectNode hashes = tree.putObject("personal");
        personal.forEach(hashes::put);
        byte[] bytes = CanonicalJson.of(tree).bytes();
        if (bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "the facts of " + kind + " make " + bytes.length + " bytes, at most " + MOST_BYTES + " are kept");
        }
        return bytes;
    }

    static Body read(byte[] bytes) {
        JsonNode tree = CanonicalJson.stored(bytes).tree();
        Map<String, String> hashes = new LinkedHashMap<>();
        tree.path("personal")
                .properties()
                .forEach(hash -> hashes.put(hash.getKey(), hash.getValue().asText()));
        return new Body(
                tree.path("kind").asText(),
                tree.path("subject").asText(),
                Instant.parse(tree.path("at").asText()),
                tree.path("facts"),
                hashes);
    }
}
