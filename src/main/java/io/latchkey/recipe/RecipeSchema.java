package io.latchkey.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The published JSON Schema (2020-12) of recipe documents. Reads nothing from elsewhere: it refers to itself only. */
final class RecipeSchema {

    static final String RESOURCE = "/recipe/recipe-1.schema.json";

    /** Enough for a person to go on with. */
    private static final int MOST_PROBLEMS = 50;

    private final JsonSchema schema = load();

    /** What the schema has against a document, by place. */
    List<RecipeProblem> problems(JsonNode document) {
        return schema.validate(document).stream()
                .map(RecipeSchema::problem)
                .distinct()
                .sorted(Comparator.comparing(RecipeProblem::pointer).thenComparing(RecipeProblem::sentence))
                .limit(MOST_PROBLEMS)
                .toList();
    }

    private static RecipeProblem problem(ValidationMessage message) {
        String pointer = message.getInstanceLocation().toString();
        String place = pointer.isEmpty() ? "The document" : "The document at " + pointer;
        return new RecipeProblem("recipe.schema", pointer, place + ": " + message.getError() + ".");
    }

    private static JsonSchema load() {
        try (InputStream resource = RecipeSchema.class.getResourceAsStream(RESOURCE)) {
            return JsonSchemaFactory.getInstance(
                            VersionFlag.V202012,
                            factory ->
                                    factory.schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance())))
                    .getSchema(
                            Objects.requireNonNull(resource, RESOURCE),
                            SchemaValidatorsConfig.builder()
                                    .pathType(PathType.JSON_POINTER)
                                    .locale(Locale.ENGLISH)
                                    .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
