package io.latchkey.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.Recipe.Delivery;
import io.latchkey.recipe.Recipe.DeliveryMethod;
import io.latchkey.recipe.Recipe.Input;
import io.latchkey.recipe.Recipe.InputType;
import io.latchkey.recipe.Recipe.Match;
import io.latchkey.recipe.Recipe.Step;
import io.latchkey.recipe.RecipeProblem;
import io.latchkey.recipe.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepArgumentsTest {

    @Test
    void takesAnAccountAndItsGroups() {
        assertThat(problems(account(), groups("${steps.account.userId}"))).isEmpty();
    }

    @Test
    void refusesAnAccountWithoutAName() {
        ObjectNode without = arguments();
        without.remove("lastName");

        assertThat(problems(new Step("account", StepKinds.CREATE_USER, without, null)))
                .containsExactly("recipe.argument-missing /steps/0/with/lastName");
    }

    @Test
    void refusesAnAccountMadeOfWhatMayBeMissingOrIsNoText() {
        ObjectNode optional = arguments().put("firstName", "${inputs.nick}").put("lastName", "${inputs.agreed}");

        assertThat(problems(new Step("account", StepKinds.CREATE_USER, optional, null)))
                .containsExactly(
                        "recipe.argument-not-a-text /steps/0/with/firstName",
                        "recipe.argument-not-a-text /steps/0/with/lastName");
    }

    @Test
    void refusesGroupsForAnAccountThatTheRequestNames() {
        assertThat(problems(account(), groups("${inputs.email}")))
                .containsExactly("recipe.account-not-ours /steps/1/with/user");
        assertThat(problems(groups("admin@example.com"))).containsExactly("recipe.account-not-ours /steps/0/with/user");
        assertThat(problems(groups("${steps.account.userId}"), account()))
                .containsExactly("recipe.account-not-ours /steps/0/with/user");
    }

    private static List<String> problems(Step... steps) {
        List<RecipeProblem> problems = new ArrayList<>();
        StepArguments.check(recipe(steps), problems);
        return problems.stream()
                .map(problem -> problem.code() + " " + problem.pointer())
                .toList();
    }

    private static Step account() {
        return new Step("account", StepKinds.CREATE_USER, arguments(), null);
    }

    private static Step groups(String user) {
        return new Step(
                "groups",
                StepKinds.ENSURE_GROUPS,
                JsonNodeFactory.instance.objectNode().put("user", user),
                null);
    }

    private static ObjectNode arguments() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("firstName", "${inputs.email}")
                .put("lastName", "Person")
                .put("email", "${inputs.email}")
                .put("login", "${inputs.email}");
    }

    private static Recipe recipe(Step... steps) {
        return new Recipe(
                "key",
                "Title",
                new Match("1", List.of("25")),
                Map.of(
                        "email", new Input(new Source.Field("a"), InputType.EMAIL, true, null, null),
                        "nick", new Input(new Source.Field("b"), InputType.TEXT, false, null, null),
                        "agreed", new Input(new Source.Field("c"), InputType.BOOLEAN, true, null, null)),
                null,
                "main",
                List.of(steps),
                new Delivery(DeliveryMethod.ACTIVATION, null),
                null,
                null,
                List.of(),
                null);
    }
}
