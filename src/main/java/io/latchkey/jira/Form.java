package io.latchkey.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A form on a request, as the Forms API tells it ({@code GET …/issue/{id}/form/{formId}}). It has no history, only the
 * time of its last change.
 *
 * @param id its own id on this request
 * @param templateId the id of the form that was put on the request
 * @param submitted whether it was handed in, and not opened again since
 * @param updated when it changed last
 * @param answers the answers
 */
public record Form(String id, String templateId, boolean submitted, Instant updated, List<Answered> answers) {

    /** Copies the list. */
    public Form {
        answers = List.copyOf(answers);
    }

    /**
     * One question with its answer.
     *
     * @param question the question's key; its number in the form when nobody gave it one
     * @param label what people are asked
     * @param linkedField the field of the issue that holds the same value, or null
     * @param value in the shape of Jira's fields: a text, a list of {@code {"value"}} or of {@code {"accountId"}}; JSON null
     *     without an answer
     */
    public record Answered(
            String question, String label, @Nullable String linkedField, JsonNode value) {

        /** Without the value, so that no log holds it. */
        @Override
        public String toString() {
            return "Answered[" + question + "]";
        }
    }

    /** The answer to a question. */
    public Optional<Answered> answer(String question) {
        return answers.stream()
                .filter(answered -> answered.question().equals(question))
                .findFirst();
    }

    static Form of(String templateId, Answer form) {
        JsonNode questions = form.at("design").json().path("questions");
        JsonNode given = form.at("state").json().path("answers");
        if (!questions.isObject() || !given.isObject()) {
            throw form.missing("design.questions and state.answers", "object");
        }
        List<Answered> answers = new ArrayList<>();
        questions.properties().forEach(question -> {
            String number = question.getKey();
            answers.add(answered(number, question.getValue(), given.path(number)));
        });
        // Documented: the status is o(pen), s(ubmitted) or l(ocked), and a form is locked after it was submitted.
        String status = form.at("state").text("status");
        return new Form(
                form.text("id"), templateId, status.equals("s") || status.equals("l"), form.time("updated"), answers);
    }

    private static Answered answered(String number, JsonNode question, JsonNode answer) {
        String key = question.path("questionKey").asText("");
        String linked = question.path("jiraField").asText("");
        return new Answered(
                key.isEmpty() ? number : key,
                question.path("label").asText(""),
                linked.isEmpty() ? null : linked,
                value(question, answer));
    }

    private static JsonNode value(JsonNode question, JsonNode answer) {
        if (answer.path("text").isTextual()) {
            return text(answer.path("text"));
        }
        if (answer.path("date").isTextual()) {
            return text(answer.path("date"));
        }
        if (answer.path("choices").isArray()) {
            return choices(question.path("choices"), answer.path("choices"));
        }
        if (answer.path("users").isArray()) {
            ArrayNode people = JsonNodeFactory.instance.arrayNode();
            answer.path("users").forEach(user -> people.addObject().set("accountId", user.path("id")));
            return people;
        }
        return NullNode.getInstance();
    }

    private static JsonNode text(JsonNode text) {
        return text.textValue().isBlank() ? NullNode.getInstance() : TextNode.valueOf(text.textValue());
    }

    /** An answer names choices by id; a choice that the form does not know has no words, and so is nobody's value. */
    private static JsonNode choices(JsonNode known, JsonNode chosen) {
        Map<String, String> labels = new HashMap<>();
        known.forEach(choice ->
                labels.put(choice.path("id").asText(), choice.path("label").asText()));
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        chosen.forEach(id -> values.addObject().put("value", labels.get(id.asText())));
        return values;
    }
}
