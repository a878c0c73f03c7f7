package io.latchkey.recipe;

import io.latchkey.platform.json.CanonicalJson;
import java.time.Instant;
import java.util.UUID;

/**
 * A recipe as it was saved once; never changed.
 *
 * @param recipeId the recipe, the same for all its versions
 * @param number from 1, without gaps
 * @param recipe what the document says
 * @param document its bytes (RFC 8785)
 * @param resolved the ids that saving found for the document's names
 * @param savedBy the administrator's Atlassian account id
 * @param savedAt when
 */
public record RecipeVersion(
        UUID recipeId,
        int number,
        Recipe recipe,
        CanonicalJson document,
        CanonicalJson resolved,
        String savedBy,
        Instant savedAt)
        implements RecipeSaving {

    /** SHA-256 of the document's bytes in lower-case hexadecimal. */
    public String hash() {
        return document.sha256Hex();
    }
}
