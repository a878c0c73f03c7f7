package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.recipe.Expression;
import io.latchkey.recipe.ExpressionFailure;
import io.latchkey.recipe.Recipe;
import java.util.Map;
import java.util.Optional;

/**
 * The conditions of a recipe, of its guardrails and of its steps. Pure. One of a guardrail that has no value for a request counts
 * as fulfilled, and one of a step refuses the request.
 */
final class Conditions {

    private Conditions() {}

    /** Why the recipe refuses a request with these inputs, whose accounts were found; empty when it does not. */
    static Optional<Outcome> problem(Recipe recipe, Map<String, JsonNode> inputs) {
        Map<String, JsonNode> values = TargetAccount.texts(inputs);
        return denied(recipe, values).or(() -> undecided(recipe, values));
    }

    private static Optional<Outcome> denied(Recipe recipe, Map<String, JsonNode> values) {
        Recipe.Guardrails guardrails = recipe.guardrails();
        if (guardrails == null) {
            return Optional.empty();
        }
        return guardrails.conditions().stream()
                .filter(condition -> denies(condition.deny(), recipe, values))
                .findFirst()
                .map(condition -> new Outcome.Refused(
                        "guardrail.condition", "The recipe refuses this request: " + condition.because()));
    }

    /** A step of which nobody can say whether it is to be done. */
    private static Optional<Outcome> undecided(Recipe recipe, Map<String, JsonNode> values) {
        for (Recipe.Step step : recipe.steps()) {
            String when = step.when();
            if (when == null) {
                continue;
            }
            try {
                Expression.condition(when, recipe.inputsBeforeApproval()).holds(values);
            } catch (ExpressionFailure none) {
                return Optional.of(new Outcome.Refused(
                        "step.condition-without-value",
                        "The condition of the step \"" + step.id()
                                + "\" has no value for this request, so nobody can tell"
                                + " whether it is to be done. An administrator has to change the recipe, or the request has"
                                + " to say more."));
            }
        }
        return Optional.empty();
    }

    private static boolean denies(String expression, Recipe recipe, Map<String, JsonNode> values) {
        try {
            return Expression.condition(expression, recipe.inputsBeforeApproval())
                    .holds(values);
        } catch (ExpressionFailure unknown) {
            return true;
        }
    }
}
