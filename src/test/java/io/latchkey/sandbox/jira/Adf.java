package io.latchkey.sandbox.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The Atlassian Document Format, as far as comments need it. */
final class Adf {

    /** Jira Cloud's documented limit of a comment's length. */
    private static final int LONGEST = 32_767;

    private Adf() {}

    static ObjectNode of(String text) {
        ObjectNode doc = Json.object().put("type", "doc").put("version", 1);
        var content = doc.putArray("content");
        for (String line : text.split("\n", -1)) {
            ObjectNode paragraph = content.addObject().put("type", "paragraph");
            var words = paragraph.putArray("content");
            if (!line.isEmpty()) {
                words.addObject().put("type", "text").put("text", line);
            }
        }
        return doc;
    }

    /** The document's text, a line per block, as v2 bodies show it. */
    static String text(JsonNode node) {
        var text = new StringBuilder();
        append(node, text);
        return text.toString().strip();
    }

    private static void append(JsonNode node, StringBuilder text) {
        switch (node.path("type").asText()) {
            case "text" -> text.append(node.path("text").asText());
            case "hardBreak" -> text.append('\n');
            default -> {
                node.path("content").forEach(child -> append(child, text));
                if (!"doc".equals(node.path("type").asText())) {
                    text.append('\n');
                }
            }
        }
    }

    static boolean isDocument(JsonNode body) {
        return body.isObject()
                && "doc".equals(body.path("type").asText())
                && body.path("version").asInt() == 1
                && body.path("content").isArray();
    }

    static void check(JsonNode body) {
        if (!isDocument(body)) {
            throw Refusal.field(
                    "comment", "Operation value must be an Atlassian Document (see the Atlassian Document Format)");
        }
        String text = text(body);
        if (text.isEmpty()) {
            throw Refusal.field("comment", "Comment body can not be empty!");
        }
        if (text.length() > LONGEST) {
            throw Refusal.field(
                    "comment", "The entered text is too long. It exceeds the allowed limit of 32,767 characters.");
        }
    }
}
