package io.latchkey.panel;

import io.latchkey.recipe.RecipeTitle;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The recipe of a request. */
record RecipeView(String key, String title, int version) {

    /** The one of these that is meant; null when none is. */
    static @Nullable RecipeView of(
            Map<RecipeTitle.Of, RecipeTitle> titles, @Nullable UUID recipe, @Nullable Integer version) {
        if (recipe == null || version == null) {
            return null;
        }
        RecipeTitle title = titles.get(new RecipeTitle.Of(recipe, version));
        return title == null ? null : new RecipeView(title.key(), title.title(), title.version());
    }
}
