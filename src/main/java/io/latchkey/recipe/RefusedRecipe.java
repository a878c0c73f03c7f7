package io.latchkey.recipe;

import java.util.List;

/**
 * A document that does not become a version.
 *
 * @param problems at least one, in the order of checking
 */
public record RefusedRecipe(List<RecipeProblem> problems) implements RecipeReading, RecipeSaving {

    /** Copies the list. */
    public RefusedRecipe {
        problems = List.copyOf(problems);
    }

    static RefusedRecipe because(String code, String pointer, String sentence) {
        return new RefusedRecipe(List.of(new RecipeProblem(code, pointer, sentence)));
    }
}
