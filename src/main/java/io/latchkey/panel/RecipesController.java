package io.latchkey.panel;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.http.Problem;
import io.latchkey.provisioning.SaveRecipe;
import io.latchkey.recipe.RecipeDiff;
import io.latchkey.recipe.RecipeProblem;
import io.latchkey.recipe.RecipeSaving;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.recipe.RecipeWarnings;
import io.latchkey.recipe.RecipeYaml;
import io.latchkey.recipe.Recipes;
import io.latchkey.recipe.RefusedRecipe;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.Caller;
import io.latchkey.tenant.Public;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Recipes: saved, listed, read; and the schema that they follow. */
@RestController
class RecipesController {

    static final String YAML = MediaType.APPLICATION_YAML_VALUE;

    private static final int MOST_WORDS = 500;

    private final SaveRecipe save;
    private final Recipes recipes;
    private final TenantTransactions transactions;

    RecipesController(SaveRecipe save, Recipes recipes, TenantTransactions transactions) {
        this.save = save;
        this.recipes = recipes;
        this.transactions = transactions;
    }

    /** A version of a recipe. */
    record RecipeView(
            String key,
            String title,
            int version,
            String hash,
            String savedBy,
            Instant savedAt,
            JsonNode document,
            JsonNode resolved,
            List<RecipeProblem> warnings) {

        static RecipeView of(RecipeVersion version) {
            return new RecipeView(
                    version.recipe().key(),
                    version.recipe().title(),
                    version.number(),
                    version.hash(),
                    version.savedBy(),
                    version.savedAt(),
                    version.document().tree(),
                    version.resolved().tree(),
                    RecipeWarnings.of(version.recipe()));
        }
    }

    /**
     * Saves a document, of JSON or YAML, as the next version of its recipe, or answers 422 with every problem and its place.
     *
     * @param why what it is changed for; it goes into the trail
     */
    @PostMapping(
            path = "/api/recipes",
            consumes = {MediaType.APPLICATION_JSON_VALUE, YAML})
    @CalledByPerson(administrator = true)
    ResponseEntity<Object> save(
            Caller caller,
            @RequestHeader(HttpHeaders.CONTENT_TYPE) MediaType type,
            @RequestParam(defaultValue = "") String why,
            @RequestBody byte[] document) {
        if (why.length() > MOST_WORDS) {
            throw new Problem(
                    HttpStatus.BAD_REQUEST,
                    "recipe.why-too-long",
                    "Say in at most " + MOST_WORDS + " characters what the recipe is changed for.");
        }
        RecipeSaving saving = save.save(caller.tenant(), document, format(type), caller.person(), why);
        if (saving instanceof RefusedRecipe refused) {
            return ResponseEntity.unprocessableEntity()
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(problem(refused.problems()));
        }
        return ResponseEntity.status(HttpStatus.CREATED).body(RecipeView.of((RecipeVersion) saving));
    }

    /** Whether saving the document would be refused: 204, or 422 with every problem and its place. Nothing is saved. */
    @PostMapping(
            path = "/api/recipes/check",
            consumes = {MediaType.APPLICATION_JSON_VALUE, YAML})
    @CalledByPerson(administrator = true)
    ResponseEntity<Object> check(
            Caller caller, @RequestHeader(HttpHeaders.CONTENT_TYPE) MediaType type, @RequestBody byte[] document) {
        return save.unsaved(caller.tenant(), document, format(type)) instanceof RefusedRecipe refused
                ? ResponseEntity.unprocessableEntity()
                        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                        .body(problem(refused.problems()))
                : ResponseEntity.noContent().build();
    }

    @GetMapping("/api/recipes")
    @CalledByPerson(administrator = true)
    List<RecipeView> list(Caller caller) {
        return transactions.read(
                caller.tenant(),
                () -> recipes.list(caller.tenant()).stream().map(RecipeView::of).toList());
    }

    @GetMapping(path = "/api/recipes/{key}", produces = MediaType.APPLICATION_JSON_VALUE)
    @CalledByPerson(administrator = true)
    RecipeView read(Caller caller, @PathVariable String key) {
        return RecipeView.of(current(caller.tenant(), key));
    }

    /** The document alone, as it can be kept in a file and saved again. */
    @GetMapping(path = "/api/recipes/{key}", produces = YAML)
    @CalledByPerson(administrator = true)
    byte[] export(Caller caller, @PathVariable String key) {
        return RecipeYaml.of(current(caller.tenant(), key).document().tree());
    }

    /** One version, current or not. */
    @GetMapping("/api/recipes/{key}/versions/{number}")
    @CalledByPerson(administrator = true)
    RecipeView version(Caller caller, @PathVariable String key, @PathVariable int number) {
        return RecipeView.of(version(caller.tenant(), key, number));
    }

    /** What is different between two versions. */
    @GetMapping("/api/recipes/{key}/diff")
    @CalledByPerson(administrator = true)
    List<RecipeDiff.Change> diff(
            Caller caller, @PathVariable String key, @RequestParam int from, @RequestParam int to) {
        return RecipeDiff.of(
                version(caller.tenant(), key, from).document().tree(),
                version(caller.tenant(), key, to).document().tree());
    }

    private RecipeVersion current(TenantId tenant, String key) {
        return transactions
                .read(tenant, () -> recipes.byKey(tenant, key))
                .orElseThrow(() -> new Problem(
                        HttpStatus.NOT_FOUND, "recipe.unknown", "There is no recipe with this key at this site."));
    }

    private RecipeVersion version(TenantId tenant, String key, int number) {
        RecipeVersion current = current(tenant, key);
        return transactions
                .read(tenant, () -> recipes.version(tenant, current.recipeId(), number))
                .orElseThrow(() -> new Problem(
                        HttpStatus.NOT_FOUND,
                        "recipe.version-unknown",
                        "The recipe has no version " + number + "; its newest is " + current.number() + "."));
    }

    static SaveRecipe.Format format(MediaType type) {
        return type.isCompatibleWith(MediaType.APPLICATION_YAML) ? SaveRecipe.Format.YAML : SaveRecipe.Format.JSON;
    }

    /** The schema of recipe documents (JSON Schema 2020-12). */
    @GetMapping(path = "/schemas/recipe-1.schema.json", produces = "application/schema+json")
    @Public(because = "the schema is the same for everybody and holds nothing of anybody's")
    byte[] schema() throws IOException {
        // As bytes, since a resource would be served in ranges, whose refusals are no problem+json.
        return new ClassPathResource("recipe/recipe-1.schema.json").getContentAsByteArray();
    }

    static ProblemDetail problem(List<RecipeProblem> problems) {
        ProblemDetail detail = ProblemDetail.forStatusAndDetail(
                HttpStatus.UNPROCESSABLE_ENTITY, "The recipe was not saved: " + problems.size() + " problem(s).");
        detail.setProperty("code", "recipe.refused");
        detail.setProperty("problems", problems);
        return detail;
    }
}
