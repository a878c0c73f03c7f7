package io.latchkey.recipe;

import java.util.UUID;

/**
 * What people call a version of a recipe.
 *
 * @param recipeId the recipe, the same for all its versions
 * @param version its number
 * @param key stable, for people and links
 * @param title for people, as this version has it
 */
public record RecipeTitle(UUID recipeId, int version, String key, String title) {

    /**
     * Which version is meant.
     *
     * @param recipeId the recipe
     * @param version its number
     */
    public record Of(UUID recipeId, int version) {}

    /** Which version it is of. */
    public Of of() {
        return new Of(recipeId, version);
    }
}
