package io.latchkey.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.Recipe.Delivery;
import io.latchkey.recipe.Recipe.DeliveryMethod;
import io.latchkey.recipe.Recipe.Input;
import io.latchkey.recipe.Recipe.InputType;
import io.latchkey.recipe.RecipeProblem;
import io.latchkey.recipe.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecipientTest {

    private static final Input PEOPLE =
            new Input(new Source.Field("customfield_1"), InputType.PEOPLE, true, null, null);

    @Test
    void isWhoeverTheRequestIsFrom() {
        assertThat(Recipient.of(recipe(null, PEOPLE), Requests.with(Map.of()), Map.of()))
                .contains("mia");
        assertThat(Recipient.of(recipe(null, PEOPLE), Requests.raisedBy(null, null), Map.of()))
                .isEmpty();
    }

    @Test
    void isTheOnePersonWhomTheRequestNames() {
        assertThat(of(people("olga"))).contains("olga");
        assertThat(of(people("olga", "paul"))).isEmpty();
        assertThat(of(people())).isEmpty();
        assertThat(of(TargetAccount.of("olga"))).contains("olga");
        assertThat(of(TargetAccount.named("olga@example.com"))).isEmpty();
        assertThat(of(TextNode.valueOf("olga"))).contains("olga");
    }

    @Test
    void isNobodyWhoApproved() {
        Recipe recipe = recipe("${inputs.who}", PEOPLE);

        assertThat(Recipient.problem(recipe, Requests.with(Map.of()), Map.of("who", people("olga")), List.of("paul")))
                .isEmpty();
        assertThat(Recipient.problem(recipe, Requests.with(Map.of()), Map.of("who", people("paul")), List.of("paul")))
                .map(Outcome::code)
                .contains("approval.own-credential");
        assertThat(Recipient.problem(
                        recipe, Requests.with(Map.of()), Map.of("who", people("olga", "paul")), List.of("gus")))
                .map(Outcome::code)
                .contains("delivery.recipient-unknown");
    }

    @Test
    void isARequiredPersonOfTheRequest() {
        assertThat(check("${inputs.who}", PEOPLE)).isEmpty();
        assertThat(check(null, PEOPLE)).isEmpty();
        assertThat(check("557058:somebody", PEOPLE)).containsExactly("recipe.recipient-not-a-person");
        assertThat(check("${inputs.nobody}", PEOPLE)).containsExactly("recipe.recipient-not-a-person");
        assertThat(check(
                        "${inputs.who}",
                        new Input(new Source.Field("customfield_1"), InputType.PEOPLE, false, null, null)))
                .containsExactly("recipe.recipient-not-a-person");
        assertThat(check(
                        "${inputs.who}",
                        new Input(new Source.Field("customfield_1"), InputType.TEXT, true, null, null)))
                .containsExactly("recipe.recipient-not-a-person");
        assertThat(check(
                        "${inputs.who}",
                        new Input(
                                new Source.Approver(Source.PersonProperty.ACCOUNT_ID),
                                InputType.PEOPLE,
                                true,
                                null,
                                null)))
                .containsExactly("recipe.recipient-approves");
    }

    private static java.util.Optional<String> of(JsonNode value) {
        return Recipient.of(recipe("${inputs.who}", PEOPLE), Requests.with(Map.of()), Map.of("who", value));
    }

    private static JsonNode people(String... accounts) {
        var people = JsonNodeFactory.instance.arrayNode();
        List.of(accounts).forEach(people::add);
        return people;
    }

    private static List<String> check(@Nullable String recipient, Input input) {
        List<RecipeProblem> problems = new ArrayList<>();
        Recipient.check(recipe(recipient, input), problems);
        return problems.stream().map(RecipeProblem::code).toList();
    }

    private static Recipe recipe(@Nullable String recipient, Input who) {
        return new Recipe(
                "key",
                "Title",
                new Recipe.Match("1", List.of("25")),
                Map.of("who", who),
                null,
                "main",
                List.of(),
                new Delivery(DeliveryMethod.REVEAL, recipient),
                null,
                null,
                List.of(),
                null,
                null,
                Recipe.UTC);
    }
}
