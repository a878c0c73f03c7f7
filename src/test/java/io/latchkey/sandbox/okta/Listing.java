package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Predicate;

/** Lists that a search or filter expression narrows. */
final class Listing {

    private Listing() {}

    /** E0000031 when the expression is none. */
    static List<ObjectNode> matching(List<ObjectNode> documents, String expression) {
        Predicate<JsonNode> wanted;
        try {
            wanted = Expression.parse(expression);
        } catch (IllegalArgumentException e) {
            throw Problem.of(400, "E0000031", "Invalid search criteria.", String.valueOf(e.getMessage()));
        }
        return documents.stream().filter(wanted).toList();
    }
}
