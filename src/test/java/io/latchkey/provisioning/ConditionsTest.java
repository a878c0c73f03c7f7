package io.latchkey.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.Recipe.Condition;
import io.latchkey.recipe.Recipe.Input;
import io.latchkey.recipe.Recipe.InputType;
import io.latchkey.recipe.Source;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConditionsTest {

    @Test
    void refuseWhatTheyAreTrueOf() {
        assertThat(problem("inputs.who == 'boss@example.com'", "boss@example.com"))
                .isEqualTo("guardrail.condition");
        assertThat(problem("inputs.who == 'boss@example.com'", "nora@example.com"))
                .isEmpty();
    }

    /** However it is written in the request. */
    @Test
    void judgeTheLoginThatOktaHas() {
        JsonNode typed = TargetAccount.found(TargetAccount.named("BOSS@example.com"), "00u1", "boss@example.com");
        JsonNode person = TargetAccount.found(TargetAccount.of("jira-1"), "00u1", "boss@example.com");

        assertThat(problem("inputs.who == 'boss@example.com'", typed)).isEqualTo("guardrail.condition");
        assertThat(problem("inputs.who == 'boss@example.com'", person)).isEqualTo("guardrail.condition");
    }

    /** Nobody can tell whether the step is to be done. */
    @Test
    void ofStepsHaveAValue() {
        var step = new Recipe.Step(
                "it", "jira.comment", JsonNodeFactory.instance.objectNode(), "1 / size(inputs.nick) == 7");

        assertThat(problem(null, List.of(step), TargetAccount.named("nora@example.com")))
                .isEqualTo("step.condition-without-value");
    }

    /** Nobody can say that it is allowed. */
    @Test
    void refuseWhatHasNoValue() {
        assertThat(problem("inputs.who.split('@')[7] == 'x'", "nora@example.com"))
                .isEqualTo("guardrail.condition");
        assertThat(problem("1 / size(inputs.nick) == 7", "nora@example.com")).isEqualTo("guardrail.condition");
    }

    private static String problem(String deny, String login) {
        return problem(deny, TargetAccount.found(TargetAccount.named(login), "00u1", login));
    }

    private static String problem(String deny, JsonNode who) {
        return problem(new Recipe.Guardrails(null, List.of(new Condition(deny, "Because."))), List.of(), who);
    }

    private static String problem(Recipe.@Nullable Guardrails guardrails, List<Recipe.Step> steps, JsonNode who) {
        Recipe recipe = new Recipe(
                "key",
                "Title",
                new Recipe.Match("1", List.of("25")),
                Map.of(
                        "who", new Input(new Source.Field("a"), InputType.ACCOUNT, true, null, null),
                        "nick", new Input(new Source.Field("b"), InputType.TEXT, false, null, null)),
                null,
                "main",
                steps,
                new Recipe.Delivery(Recipe.DeliveryMethod.ACTIVATION, null),
                null,
                null,
                List.of(),
                null,
                guardrails,
                "UTC");
        return Conditions.problem(recipe, Map.of("who", who, "other", TextNode.valueOf("x")))
                .map(Outcome::code)
                .orElse("");
    }
}
