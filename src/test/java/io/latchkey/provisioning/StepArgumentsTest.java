package io.latchkey.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.Recipe.Delivery;
import io.latchkey.recipe.Recipe.DeliveryMethod;
import io.latchkey.recipe.Recipe.Input;
import io.latchkey.recipe.Recipe.InputType;
import io.latchkey.recipe.Recipe.Match;
import io.latchkey.recipe.Recipe.Step;
import io.latchkey.recipe.Recipe.Ticket;
import io.latchkey.recipe.RecipeProblem;
import io.latchkey.recipe.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

    @Test
    void deliversAPasswordThroughAPublicCommentOfOneAccount() {
        assertThat(delivered(account(), comment("Welcome.", null))).isEmpty();
        assertThat(delivered(account(), comment("Welcome.", BooleanNode.FALSE))).isEmpty();
    }

    @Test
    void refusesAPasswordThatReachesNobody() {
        assertThat(delivered(account())).containsExactly("recipe.delivery-without-comment /steps/0");
        assertThat(delivered(comment("Soon.", null), account()))
                .containsExactly("recipe.delivery-without-comment /steps/1");
        assertThat(delivered(account(), comment("Welcome.", BooleanNode.TRUE)))
                .containsExactly("recipe.delivery-without-comment /steps/0");
        assertThat(delivered(account(), comment("Welcome.", TextNode.valueOf("${inputs.agreed}"))))
                .containsExactly(
                        "recipe.internal-not-fixed /steps/1/with/internal", "recipe.delivery-without-comment /steps/0");
    }

    @Test
    void refusesTwoPasswordsOrNoneForOneComment() {
        assertThat(delivered(account(), comment("Welcome.", null), account()))
                .containsExactly("recipe.delivery-of-one-account /steps/2");
        assertThat(delivered(account(), account(), comment("Welcome.", null)))
                .containsExactly("recipe.delivery-of-one-account /steps/1");
        assertThat(delivered(comment("Welcome.", null)))
                .containsExactly("recipe.delivery-of-one-account /delivery/method");
    }

    @Test
    void refusesAProfileThatNamesTheAccountAnew() {
        ObjectNode arguments = arguments();
        arguments
                .putObject("profile")
                .put("department", "Sales")
                .put("Login", "other@example.com")
                .put("secondEMAIL", "other@example.com");

        assertThat(problems(new Step("account", StepKinds.CREATE_USER, arguments, null)))
                .containsExactly(
                        "recipe.profile-of-the-account /steps/0/with/profile/Login",
                        "recipe.profile-of-the-account /steps/0/with/profile/secondEMAIL");
    }

    @Test
    void refusesACommentWithoutText() {
        assertThat(problems(account(), comment(null, null)))
                .containsExactly("recipe.comment-without-text /steps/1/with/text");
        assertThat(problems(account(), comment(" ", null)))
                .containsExactly("recipe.comment-without-text /steps/1/with/text");
        assertThat(problems(account(), comment("${inputs.nick}", null)))
                .containsExactly("recipe.comment-without-text /steps/1/with/text");
    }

    @Test
    void takesTheTextOfTheRecipeOnceItsReferencesAreThere() {
        Ticket ticket = new Ticket("Ready: ${steps.account.login}", null, null);

        assertThat(problems(recipe(DeliveryMethod.ACTIVATION, ticket, account(), comment("${inputs.nick}", null))))
                .isEmpty();
        assertThat(problems(recipe(DeliveryMethod.ACTIVATION, ticket, comment(null, null), account())))
                .containsExactly("recipe.reference-unknown /ticket/comment");
    }

    private static List<String> problems(Step... steps) {
        return problems(recipe(DeliveryMethod.ACTIVATION, null, steps));
    }

    private static List<String> delivered(Step... steps) {
        return problems(recipe(DeliveryMethod.COMMENT, null, steps));
    }

    private static List<String> problems(Recipe recipe) {
        List<RecipeProblem> problems = new ArrayList<>();
        StepArguments.check(recipe, problems);
        return problems.stream()
                .map(problem -> problem.code() + " " + problem.pointer())
                .toList();
    }

    private static Step comment(@Nullable String text, @Nullable JsonNode internal) {
        ObjectNode with = JsonNodeFactory.instance.objectNode();
        if (text != null) {
            with.put("text", text);
        }
        if (internal != null) {
            with.set("internal", internal);
        }
        return new Step("comment", StepKinds.COMMENT, with, null);
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

    private static Recipe recipe(DeliveryMethod method, @Nullable Ticket ticket, Step... steps) {
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
                new Delivery(method, null),
                ticket,
                null,
                List.of(),
                null,
                null);
    }
}
