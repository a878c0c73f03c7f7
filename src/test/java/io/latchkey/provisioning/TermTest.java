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

    /** What was given before the wait has begun already. */
    @Test
    void comparesAnEndWithTheWaitsBeforeIt() {
        Recipe plain = recipe("UTC", UNTIL);
        var groups = JsonNodeFactory.instance.objectNode();
        groups.putArray("groups").add("Sales");
        var give = new Recipe.Step("give", StepKinds.ENSURE_GROUPS, groups, null);
        Recipe.Step wait = plain.steps().get(0);
        Map<String, JsonNode> dates = dates("2027-02-01", "2027-01-31");
        Instant now = Instant.parse("2026-11-26T10:00:00Z");

        assertThat(Term.problem(Requests.version(with(plain, give, wait)), dates, now))
                .isEmpty();
        assertThat(Term.problem(Requests.version(with(plain, wait, give)), dates, now))
                .map(Outcome::code)
                .contains("term.end-before-begin");
    }

    private static Recipe with(Recipe recipe, Recipe.Step... steps) {
        return new Recipe(
                recipe.key(),
                recipe.title(),
                recipe.match(),
                recipe.inputs(),
                null,
                recipe.connection(),
                List.of(steps),
                recipe.delivery(),
                null,
                recipe.duration(),
                List.of(),
                null,
                null,
                recipe.zone());
    }

    private static Recipe recipe(String zone, Recipe.Term duration) {
        var waiting = JsonNodeFactory.instance.objectNode().put("date", "${inputs.start}");
        var given = JsonNodeFactory.instance.objectNode();
        given.putArray("groups").add("Sales");
        return new Recipe(
                "key",
                "Title",
                new Recipe.Match("1", List.of("25")),
                Map.of(
                        "start", new Input(new Source.Field("a"), InputType.DATE, false, null, null),
                        "until", new Input(new Source.Field("b"), InputType.DATE, true, null, null)),
                null,
                "main",
                List.of(
                        new Recipe.Step("wait", StepKinds.WAIT_UNTIL, waiting, null),
                        new Recipe.Step("give", StepKinds.ENSURE_GROUPS, given, null)),
                new Recipe.Delivery(Recipe.DeliveryMethod.ACTIVATION, null),
                null,
                duration,
                List.of(),
                null,
                null,
                zone);
    }
}
