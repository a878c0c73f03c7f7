package io.latchkey.jira;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What Jira says about a refusal, made fit for a message: short, on one line, without addresses of people. The platform
 * answers {@code errorMessages} and {@code errors}, Service Management {@code errorMessage}.
 */
final class JiraWords {

    private static final int LONGEST = 500;
    private static final Pattern EMAIL = Pattern.compile("[^\\s\"'<>(),;:]+@[^\\s\"'<>(),;:]+");
    private static final Pattern ACCOUNT = Pattern.compile("\\b(?:[0-9]{6}:[0-9a-fA-F-]{36}|[0-9a-f]{24})\\b");

    private JiraWords() {}

    /** A part of a sentence that begins with a colon, or nothing when Jira gave no reason that can be read. */
    static String said(byte[] body) {
        List<String> words = new ArrayList<>();
        JsonNode tree = tree(body);
        tree.path("errorMessages").forEach(message -> words.add(message.asText()));
        tree.path("errors")
                .properties()
                .forEach(error ->
                        words.add(error.getKey() + ": " + error.getValue().asText()));
        words.add(tree.path("errorMessage").asText(""));
        String said = String.join(" ", words).strip();
        return said.isEmpty() ? "" : ": \"" + clean(said) + "\"";
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JiraJson.parse(body);
        } catch (IOException e) {
            // A refusal is often HTML from a gateway; its status says enough.
            return JiraJson.object();
        }
    }

    private static String clean(String said) {
        String anonymous =
                ACCOUNT.matcher(EMAIL.matcher(said).replaceAll("(e-mail)")).replaceAll("(account)");
        return VisibleText.shortened(VisibleText.of(anonymous), LONGEST);
    }
}
