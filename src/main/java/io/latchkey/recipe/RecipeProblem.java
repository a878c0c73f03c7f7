package io.latchkey.recipe;

/**
 * Why a recipe is refused.
 *
 * @param code stable, dotted: {@code recipe.reference-unknown}
 * @param pointer the place in the document, a JSON pointer (RFC 6901); empty for the whole
 * @param sentence what was found and what is expected, for the administrator
 */
public record RecipeProblem(String code, String pointer, String sentence) {}
