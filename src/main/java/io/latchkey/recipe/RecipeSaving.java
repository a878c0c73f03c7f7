package io.latchkey.recipe;

/** What saving comes to: a new version, or the reasons why not. */
public sealed interface RecipeSaving permits RecipeVersion, RefusedRecipe {}
