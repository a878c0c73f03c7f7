package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.recipe.Expression;
import io.latchkey.recipe.ExpressionFailure;
import io.latchkey.recipe.Recipe;
import java.util.Map;
import java.util.Optional;

/** The conditions of a recipe's guardrails. Pure; one that has no value for a request counts as fulfilled. */
final class Conditions {

    private Conditions() {}

    /** Why the recipe refuses a request with these inputs; empty when it does not. */
    static Optional<Outcome> problem(Recipe recipe, Map<String, JsonNode> inputs) {
        Recipe.Guardrails guardrails = recipe.guardrails();
        if (guardrails == null) {
            return Optional.empty();
        }
        Map<String, JsonNode> values = TargetAccount.texts(inputs);
        return guardrails.conditions().stream()
                .filter(condition -> denies(condition.deny(), recipe, values))
                .findFirst()
                .map(condition -> new Outcome.Refused(
                        "guardrail.condition", "The recipe refuses this request: " + condition.because()));
    }

    private static boolean denies(String expression, Recipe recipe, Map<String, JsonNode> values) {
        try {
            return Expression.condition(expression, recipe.inputs()).holds(values);
        } catch (ExpressionFailure unknown) {
            return true;
        }
    }
}
