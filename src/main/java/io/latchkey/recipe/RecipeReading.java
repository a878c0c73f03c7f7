package io.latchkey.recipe;

/** What reading a document comes to: one that may be saved, or the reasons why not. */
public sealed interface RecipeReading permits RecipeDocument, RefusedRecipe {}
