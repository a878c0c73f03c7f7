package io.latchkey.recipe;

import io.latchkey.recipe.Recipe.DeliveryMethod;
import java.util.List;

/** What a recipe may say, and whoever saves it should know. */
public final class RecipeWarnings {

    private RecipeWarnings() {}

    /** Warnings, each with its place. */
    public static List<RecipeProblem> of(Recipe recipe) {
        return recipe.delivery().method() == DeliveryMethod.COMMENT
                ? List.of(new RecipeProblem(
                        "recipe.password-on-the-ticket",
                        "/delivery/method",
                        "With the delivery \"comment\" everybody who can read the request, or gets Jira's mails about it, reads the"
                                + " password; mails cannot be called back. Prefer \"activation\", \"activationLink\" or"
                                + " \"reveal\"."))
                : List.of();
    }
}
