package io.latchkey.recipe;

import io.latchkey.platform.json.CanonicalJson;

/** A document that passed every check and may be saved. Only {@link RecipeReader} makes one. */
public final class RecipeDocument implements RecipeReading {

    private final Recipe recipe;
    private final CanonicalJson document;

    RecipeDocument(Recipe recipe, CanonicalJson document) {
        this.recipe = recipe;
        this.document = document;
    }

    /** What it says. */
    public Recipe recipe() {
        return recipe;
    }

    /** The bytes that are stored and hashed. */
    public CanonicalJson document() {
        return document;
    }
}
