package io.latchkey.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.RecipeDocument;
import io.latchkey.recipe.RecipeReader;
import io.latchkey.recipe.StepKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RaisedRoundsTest {

    private static final List<StepKind> KINDS = List.of(
            new StepKind(StepKinds.COMMENT, Set.of()), new StepKind(StepKinds.RAISE_REQUEST, Set.of("issueId")));

    @Test
    void refusesARequestThatRaisesItself() {
        assertThat(problems(recipe("a", "1", "1"))).containsExactly("recipe.raises-itself /steps/0");
    }

    @Test
    void refusesARoundOverOthersAndNamesIt() {
        Recipe first = recipe("a", "1", "2");

        assertThat(RaisedRounds.problems(first, List.of(recipe("b", "2", "3"), recipe("c", "3", "7", "1"))))
                .singleElement()
                .satisfies(problem -> assertThat(problem.sentence()).contains("a → b → c → a"));
    }

    /** What is saved is judged, not what it replaces. */
    @Test
    void judgesTheNewVersionInPlaceOfTheOld() {
        assertThat(problems(recipe("a", "1", "2"), recipe("a", "1", "1"), recipe("b", "2", "7")))
                .isEmpty();
    }

    @Test
    void letsRequestsRaiseOthersAndLeavesARoundOfOthersAlone() {
        assertThat(problems(recipe("a", "1", "2"), recipe("b", "2", "3"), recipe("c", "3", "2")))
                .isEmpty();
        assertThat(problems(recipe("a", "1", "9"))).isEmpty();
    }

    private static List<String> problems(Recipe recipe, Recipe... others) {
        return RaisedRounds.problems(recipe, Arrays.asList(others)).stream()
                .map(problem -> problem.code() + " " + problem.pointer())
                .toList();
    }

    /** A recipe for one type of request that raises others. */
    private static Recipe recipe(String key, String type, String... raised) {
        var yaml = new StringBuilder("""
                key: %s
                title: Round
                match: { serviceDesk: "1", requestTypes: ["%s"] }
                connection: main
                delivery: { method: activation }
                inputs: {}
                steps:
                """.formatted(key, type));
        for (int i = 0; i < raised.length; i++) {
            yaml.append(
                    "  - { id: raise%d, uses: jira.raise-request, with: { serviceDeskId: \"1\", requestTypeId: \"%s\" } }\n"
                            .formatted(i, raised[i]));
        }
        byte[] bytes = yaml.toString().getBytes(StandardCharsets.UTF_8);
        return ((RecipeDocument) new RecipeReader().readYaml(bytes, KINDS)).recipe();
    }
}
