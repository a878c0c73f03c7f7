package io.latchkey.sandbox.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A form on an issue, of the one template that the site has (facts/atlassian.md 4.4). It has no history; {@code updated}
 * tells when it changed last. Guarded by the {@link Tracker}.
 */
final class IssueForm {

    /** The template's id. */
    static final String TEMPLATE = "7b0c1d2e-3f40-4152-8637-48596a7b8c9d";

    private static final String NAME = "Onboarding details";

    /**
     * A question of the template.
     *
     * @param type the Forms API's word: ts and tl for texts, te for an address, cd for one choice of a list, da for a date
     * @param field the field of the issue that holds the same, or null
     */
    private record Question(
            String id,
            String key,
            String label,
            String type,
            @Nullable String field,
            List<String> choices) {

        ObjectNode shape() {
            ObjectNode shape = Json.object()
                    .put("type", type)
                    .put("label", label)
                    .put("description", "")
                    .put("questionKey", key);
            shape.putObject("validation").put("rq", false);
            if (field != null) {
                shape.put("jiraField", field);
            }
            if (!choices.isEmpty()) {
                ArrayNode list = shape.putArray("choices");
                for (int i = 0; i < choices.size(); i++) {
                    list.addObject().put("id", String.valueOf(i + 1)).put("label", choices.get(i));
                }
            }
            return shape;
        }

        JsonNode answer(JsonNode value) {
            ObjectNode answer = Json.object();
            if (type.startsWith("c")) {
                ArrayNode chosen = answer.putArray("choices");
                (value.isArray() ? value : Json.array().add(value))
                        .forEach(one -> chosen.add(String.valueOf(choices.indexOf(one.asText()) + 1)));
                return answer;
            }
            return answer.set(type.equals("da") ? "date" : "text", value);
        }
    }

    private static final List<Question> QUESTIONS = List.of(
            new Question("1", "first-name", "First name", "ts", SiteFields.FIRST_NAME, List.of()),
            new Question("2", "work-email", "Work e-mail", "te", SiteFields.WORK_EMAIL, List.of()),
            new Question(
                    "3",
                    "department",
                    "Department",
                    "cd",
                    SiteFields.DEPARTMENT,
                    List.of("Engineering", "Finance", "Sales")),
            new Question("4", "equipment", "Equipment", "cl", null, List.of("Laptop", "Phone")),
            new Question("5", "personal-email", "Personal e-mail", "te", null, List.of()));

    private final String id = UUID.randomUUID().toString();
    private final Map<String, JsonNode> answers = new LinkedHashMap<>();
    private boolean submitted;
    private Instant updated;

    IssueForm(Instant at) {
        updated = at;
    }

    String id() {
        return id;
    }

    /** Saves answers by question key, and hands the form in or opens it again. */
    void save(JsonNode values, boolean submit, Instant at) {
        values.properties().forEach(value -> {
            Question question = QUESTIONS.stream()
                    .filter(one -> one.key.equals(value.getKey()))
                    .findFirst()
                    .orElseThrow(() -> new Refusal(400, "the form asks nothing called " + value.getKey()));
            answers.put(question.id, question.answer(value.getValue()));
        });
        submitted = submit;
        updated = at;
    }

    /** As the list of an issue's forms shows it (documented: FormIndexEntry). */
    ObjectNode entry() {
        ObjectNode shape = Json.object().put("id", id);
        shape.putObject("formTemplate").put("id", TEMPLATE);
        return shape.put("internal", false)
                .put("submitted", submitted)
                .put("lock", false)
                .put("name", NAME)
                .put("updated", updated.toString());
    }

    /** The whole form (documented: Form). */
    ObjectNode shape() {
        ObjectNode shape = Json.object().put("id", id).put("updated", updated.toString());
        ObjectNode design = shape.putObject("design");
        design.putObject("conditions");
        design.putArray("layout");
        ObjectNode questions = design.putObject("questions");
        QUESTIONS.forEach(question -> questions.set(question.id, question.shape()));
        design.putObject("sections");
        design.putObject("settings")
                .put("name", NAME)
                .put("language", "en")
                .putObject("submit")
                .put("lock", false)
                .put("pdf", false);
        ObjectNode state = shape.putObject("state");
        state.put("visibility", "e").put("status", submitted ? "s" : "o");
        ObjectNode given = state.putObject("answers");
        answers.forEach(given::set);
        return shape;
    }
}
