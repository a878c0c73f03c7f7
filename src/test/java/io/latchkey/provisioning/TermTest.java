package io.latchkey.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.Recipe.Input;
import io.latchkey.recipe.Recipe.InputType;
import io.latchkey.recipe.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TermTest {

    private static final Recipe.Term UNTIL = new Recipe.Term(null, "until");

    @Test
    void endsWithTheDayInTheZoneOfTheRecipe() {
        assertThat(Term.end(recipe("Europe/Berlin", UNTIL), UNTIL, dates(null, "2026-12-31"))
                        .asText())
                .isEqualTo("2026-12-31T23:00:00Z");
        assertThat(Term.end(recipe("Asia/Kathmandu", UNTIL), UNTIL, dates(null, "2026-12-31"))
                        .asText())
                .isEqualTo("2026-12-31T18:15:00Z");
        assertThat(Term.end(recipe("UTC", UNTIL), UNTIL, dates(null, "2026-12-31"))
                        .asText())
                .isEqualTo("2027-01-01T00:00:00Z");
    }

    @Test
    void countsDaysFromWhenAccessIsGiven() {
        Recipe.Term days = new Recipe.Term(14, null);

        assertThat(Term.end(recipe("UTC", days), days, Map.of()).path("days").asInt())
                .isEqualTo(14);
    }

    @Test
    void beginsAtTheTimeOfDayOfTheStep() {
        var with = JsonNodeFactory.instance.objectNode().put("date", "2026-12-01");

        assertThat(Term.begin(recipe("Europe/Berlin", UNTIL), with)).isEqualTo(Instant.parse("2026-11-30T23:00:00Z"));
        assertThat(Term.begin(recipe("Europe/Berlin", UNTIL), with.deepCopy().put("time", "08:30")))
                .isEqualTo(Instant.parse("2026-12-01T07:30:00Z"));
    }

    @Test
    void refusesAnEndThatIsOver() {
        Recipe recipe = recipe("Europe/Berlin", UNTIL);
        Instant lateThatDay = Instant.parse("2026-12-31T22:59:00Z");

        assertThat(Term.problem(Requests.version(recipe), dates(null, "2026-12-31"), lateThatDay))
                .isEmpty();
        assertThat(Term.problem(Requests.version(recipe), dates(null, "2026-12-31"), lateThatDay.plusSeconds(60)))
                .hasValueSatisfying(outcome -> assertThat(outcome.code()).isEqualTo("term.end-past"));
    }

    @Test
    void refusesAnEndBeyondWhatAccessIsGivenFor() {
        Instant now = Instant.parse("2026-11-26T10:00:00Z");

        assertThat(Term.problem(Requests.version(recipe("UTC", UNTIL)), dates(null, "2036-11-22"), now))
                .isEmpty();
        assertThat(Term.problem(Requests.version(recipe("UTC", UNTIL)), dates(null, "2036-11-23"), now))
                .hasValueSatisfying(outcome -> assertThat(outcome.code()).isEqualTo("term.end-too-far"));
    }

    @Test
    void refusesAnEndBeforeTheBegin() {
        Recipe recipe = recipe("UTC", UNTIL);
        Instant now = Instant.parse("2026-11-26T10:00:00Z");

        assertThat(Term.problem(Requests.version(recipe), dates("2027-01-02", "2027-01-02"), now))
                .isEmpty();
        assertThat(Term.problem(Requests.version(recipe), dates("2027-01-02", "2027-01-01"), now))
                .hasValueSatisfying(outcome -> assertThat(outcome.code()).isEqualTo("term.end-before-begin"));
    }

    private static Map<String, JsonNode> dates(@Nullable String start, String until) {
        return start == null
                ? Map.of("until", TextNode.valueOf(until))
                : Map.of("start", TextNode.valueOf(start), "until", TextNode.valueOf(until));
    }

    private static Recipe recipe(String zone, Recipe.Term duration) {
        var waiting = JsonNodeFactory.instance.objectNode().put("date", "${inputs.start}");
        return new Recipe(
                "key",
                "Title",
                new Recipe.Match("1", List.of("25")),
                Map.of(
                        "start", new Input(new Source.Field("a"), InputType.DATE, false, null, null),
                        "until", new Input(new Source.Field("b"), InputType.DATE, true, null, null)),
                null,
                "main",
                List.of(new Recipe.Step("wait", StepKinds.WAIT_UNTIL, waiting, null)),
                new Recipe.Delivery(Recipe.DeliveryMethod.ACTIVATION, null),
                null,
                duration,
                List.of(),
                null,
                null,
                zone);
    }
}
