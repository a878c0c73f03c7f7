package io.latchkey.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.Recipe.Condition;
import io.latchkey.recipe.Recipe.Input;
import io.latchkey.recipe.Recipe.InputType;
import io.latchkey.recipe.Source;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConditionsTest {

    @Test
    void refuseWhatTheyAreTrueOf() {
        assertThat(problem("inputs.who == 'boss@example.com'", "boss@example.com"))
                .isEqualTo("guardrail.condition");
        assertThat(problem("inputs.who == 'boss@example.com'", "nora@example.com"))
                .isEmpty();
    }

    /** Nobody can say that it is allowed. */
    @Test
    void refuseWhatHasNoValue() {
        assertThat(problem("inputs.who.split('@')[7] == 'x'", "nora@example.com"))
                .isEqualTo("guardrail.condition");
        assertThat(problem("1 / size(inputs.nick) == 7", "nora@example.com")).isEqualTo("guardrail.condition");
    }

    private static String problem(String deny, String login) {
        Recipe recipe = new Recipe(
                "key",
                "Title",
                new Recipe.Match("1", List.of("25")),
                Map.of(
                        "who", new Input(new Source.Field("a"), InputType.ACCOUNT, true, null, null),
                        "nick", new Input(new Source.Field("b"), InputType.TEXT, false, null, null)),
                null,
                "main",
                List.of(),
                new Recipe.Delivery(Recipe.DeliveryMethod.ACTIVATION, null),
                null,
                null,
                List.of(),
                null,
                new Recipe.Guardrails(null, List.of(new Condition(deny, "Because."))),
                "UTC");
        JsonNode who = TargetAccount.found(TargetAccount.named(login), "00u1", login);
        return Conditions.problem(recipe, Map.of("who", who, "other", TextNode.valueOf("x")))
                .map(Outcome::code)
                .orElse("");
    }
}
