package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.jira.Field;
import io.latchkey.platform.text.PlainText;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.recipe.Source;
import java.util.List;

/** What people know the inputs of a recipe by: the names that their fields had in Jira when the recipe was saved. */
final class FieldNames {

    private static final String RESOLVED = "fieldNames";
    private static final int LONGEST = 100;

    private final JsonNode names;

    private FieldNames(JsonNode names) {
        this.names = names;
    }

    static FieldNames of(RecipeVersion version) {
        return new FieldNames(version.resolved().tree().path(RESOLVED));
    }

    /** The name of the input's field; the input's own where it comes from elsewhere, or where the name hides something. */
    String of(String input) {
        String name = names.path(input).asText(input).strip();
        return name.isEmpty() || PlainText.hides(name) ? input : PlainText.start(name, LONGEST);
    }

    /** Keeps the names with what was found for a recipe. */
    static void resolve(Recipe recipe, List<Field> fields, ObjectNode resolved) {
        ObjectNode names = resolved.putObject(RESOLVED);
        recipe.inputs().forEach((input, what) -> {
            if (what.source() instanceof Source.Field source) {
                fields.stream()
                        .filter(field ->
                                field.id().equals(source.id()) && !field.name().isBlank())
                        .findFirst()
                        .ifPresent(field -> names.put(input, field.name()));
            }
        });
    }
}
