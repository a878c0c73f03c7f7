package io.latchkey.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The credential that a comment hands over: its texts marked as code are user name and password, in this order. */
public final class Credential {

    private Credential() {}

    /** All texts of the document that are marked as code. */
    public static List<String> codes(JsonNode document) {
        List<String> codes = new ArrayList<>();
        document.findParents("marks").forEach(node -> {
            if (node.path("marks").toString().contains("\"code\"")) {
                codes.add(node.path("text").asText());
            }
        });
        return codes;
    }

    /** The password; empty when the document hands over no credential. */
    public static Optional<String> password(JsonNode document) {
        List<String> codes = codes(document);
        return codes.size() == 2 ? Optional.of(codes.get(1)) : Optional.empty();
    }
}
