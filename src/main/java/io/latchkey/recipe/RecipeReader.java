package io.latchkey.recipe;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.platform.json.CanonicalJson;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Reads a recipe document as an administrator gives it: bytes of JSON or YAML, at most 256 KiB and 32 levels deep. Pure; asks
 * neither the database nor anybody outside.
 */
@Component
public class RecipeReader {

    private final RecipeSchema schema = new RecipeSchema();

    /**
     * Checks everything about a document that can be known without asking Jira or Okta. Later checks are not made when
     * earlier ones found something: JSON, then the schema, then what the document means and what is available.
     *
     * @param json UTF-8
     * @param known the kinds of steps that somebody carries out
     */
    public RecipeReading read(byte[] json, Collection<StepKind> known) {
        return read(json, known, "JSON", RecipeJson::tree);
    }

    /**
     * As {@link #read}, of YAML.
     *
     * @param yaml UTF-8
     */
    public RecipeReading readYaml(byte[] yaml, Collection<StepKind> known) {
        return read(yaml, known, "YAML", RecipeYaml::tree);
    }

    private interface Parser {

        JsonNode parse(byte[] bytes) throws JsonProcessingException;
    }

    private RecipeReading read(byte[] json, Collection<StepKind> known, String format, Parser parser) {
        if (json.length > RecipeJson.MOST_BYTES) {
            return RefusedRecipe.because(
                    "recipe.too-large",
                    "",
                    "The document has " + json.length + " bytes, at most " + RecipeJson.MOST_BYTES + " are allowed.");
        }
        try {
            return check(parser.parse(json), known);
        } catch (JsonProcessingException e) {
            return RefusedRecipe.because("recipe.malformed", "", sentence(format, e));
        } catch (UncheckedIOException e) {
            // Its first bytes are of another encoding, as those of UTF-32 are.
            return RefusedRecipe.because("recipe.malformed", "", "The document is no text in UTF-8.");
        } catch (NumberFormatException e) {
            return RefusedRecipe.because(
                    "recipe.malformed", "", "The document holds a number that is no number of a recipe.");
        }
    }

    private RecipeReading check(JsonNode tree, Collection<StepKind> known) {
        // First, so that no later check computes with a number of a billion digits.
        List<RecipeProblem> problems = new ArrayList<>(ExactValues.problems(tree));
        if (problems.isEmpty()) {
            problems.addAll(schema.problems(tree));
        }
        if (!problems.isEmpty()) {
            return new RefusedRecipe(problems);
        }
        Recipe recipe = RecipeJson.recipe(tree);
        problems.addAll(new Meaning(recipe, known).problems());
        problems.addAll(Availability.problems(recipe));
        return problems.isEmpty() ? new RecipeDocument(recipe, CanonicalJson.of(tree)) : new RefusedRecipe(problems);
    }

    private static String sentence(String format, JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        String place = at == null ? "" : " in line " + at.getLineNr() + ", column " + at.getColumnNr();
        String message = e.getOriginalMessage().lines().findFirst().orElse("it cannot be read");
        return "The document is no " + format + " that can be used" + place + ": " + message + ".";
    }
}
