package io.latchkey.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.jira.JiraRequests;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.Recipe.Input;
import io.latchkey.recipe.Recipe.InputType;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.recipe.Source;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FieldsWantedTest {

    @Test
    void areThoseOfAllRecipesAndTheApprovals() {
        FieldsWanted wanted = FieldsWanted.of(List.of(fields("a"), fields("b", "c")));

        assertThat(wanted.ids()).containsExactlyInAnyOrder("customfield_9", "a", "b", "c");
        assertThat(wanted.requestTypeField()).isEqualTo("customfield_2");
        assertThat(wanted.all()).isFalse();
        assertThat(wanted.cover(fields("a", "c"))).isTrue();
        assertThat(wanted.cover(fields("a", "d"))).isFalse();
    }

    /** One call takes so many; with more the request says first which recipe it has. */
    @Test
    void areNoneWhenTheyAreTooManyForOneCall() {
        String[] most = IntStream.range(1, JiraRequests.MOST_FIELDS)
                .mapToObj(i -> "f" + i)
                .toArray(String[]::new);

        assertThat(FieldsWanted.of(List.of(fields(most))).ids()).hasSize(JiraRequests.MOST_FIELDS);
        FieldsWanted tooMany = FieldsWanted.of(List.of(fields(most), fields("other")));
        assertThat(tooMany.ids()).isEmpty();
        assertThat(tooMany.cover(fields("other"))).isFalse();
        assertThat(tooMany.of(fields("other")).cover(fields("other"))).isTrue();
    }

    /** Which fields hold the same as its answers is known only once the form was read. */
    @Test
    void areAllWhereARecipeHasAForm() {
        RecipeVersion form =
                version(Map.of("it", new Input(new Source.FormAnswer("t", "q"), InputType.TEXT, true, null, null)));

        assertThat(FieldsWanted.of(List.of(fields("a"), form)).all()).isTrue();
        assertThat(FieldsWanted.of(List.of(fields("a"), form)).cover(form)).isTrue();
        assertThat(FieldsWanted.of(List.of(fields("a"))).cover(form)).isFalse();
    }

    private static RecipeVersion fields(String... ids) {
        return version(List.of(ids).stream()
                .collect(Collectors.toMap(
                        Function.identity(), id -> new Input(new Source.Field(id), InputType.TEXT, true, null, null))));
    }

    private static RecipeVersion version(Map<String, Input> inputs) {
        Recipe plain = Requests.version(JsonNodeFactory.instance.objectNode()).recipe();
        ObjectNode resolved = JsonNodeFactory.instance
                .objectNode()
                .put("requestTypeField", "customfield_2")
                .put("approvalsField", "customfield_9");
        return Requests.version(
                new Recipe(
                        plain.key(),
                        plain.title(),
                        plain.match(),
                        inputs,
                        null,
                        "main",
                        List.of(),
                        plain.delivery(),
                        null,
                        null,
                        List.of(),
                        null,
                        null,
                        "UTC"),
                resolved);
    }
}
