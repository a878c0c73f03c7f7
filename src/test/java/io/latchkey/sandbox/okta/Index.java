package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What search, filter and q see: documents as they were a moment ago, in the order of their creation. */
final class Index {

    private final Map<String, Lagged<JsonNode>> documents = new LinkedHashMap<>();

    void put(String id, ObjectNode document, Instant now) {
        documents.computeIfAbsent(id, unseen -> new Lagged<>()).set(document, now);
    }

    void remove(String id, Instant now) {
        documents.computeIfAbsent(id, unseen -> new Lagged<>()).set(NullNode.instance, now);
    }

    List<ObjectNode> at(Instant when) {
        List<ObjectNode> found = new ArrayList<>();
        for (Lagged<JsonNode> document : documents.values()) {
            document.at(when).ifPresent(seen -> {
                if (seen instanceof ObjectNode object) {
                    found.add(object);
                }
            });
        }
        return found;
    }
}
