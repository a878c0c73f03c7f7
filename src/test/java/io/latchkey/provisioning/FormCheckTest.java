package io.latchkey.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.jira.Form;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.Recipe.Input;
import io.latchkey.recipe.Recipe.InputType;
import io.latchkey.recipe.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FormCheckTest {

    private static final Recipe RECIPE = recipe();

    @Test
    void speaksForAFormThatWasSubmittedWithTheRequest() {
        assertThat(check(form("1", true, 0, text("Nora"), choice("Sales")))).isEmpty();
    }

    /** A form is put on the request and handed in in the second in which its approval is asked for. */
    @Test
    void countsOnlyALaterSecond() {
        assertThat(check(form("1", true, 1, text("Nora"), choice("Sales"))).map(Outcome::code))
                .contains("form.changed-after-approval");
        Outcome.Held held = (Outcome.Held)
                check(form("1", true, 1, text("Nora"), choice("Sales"))).orElseThrow();
        assertThat(held.differences())
                .extracting(Difference::line)
                .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .contains("2026-11-21T09:00:00Z", "2026-11-21T09:00:01Z");
        assertThat(check(form("1", true, -60, text("Nora"), choice("Sales")))).isEmpty();
    }

    @Test
    void holdsAnOpenForm() {
        assertThat(check(form("1", false, 0, text("Nora"), choice("Sales"))).map(Outcome::code))
                .contains("form.not-submitted");
    }

    @Test
    void wantsExactlyOneForm() {
        Form form = form("1", true, 0, text("Nora"), choice("Sales"));

        assertThat(check().map(Outcome::code)).contains("form.missing");
        assertThat(check(form, form("2", true, 0, text("Eve"), choice("Sales"))).map(Outcome::code))
                .contains("form.ambiguous");
        Form ofAnother = new Form("3", "another template", true, form.updated(), List.of());
        assertThat(check(form, ofAnother)).isEmpty();
        assertThat(FormCheck.only("template", List.of(ofAnother, form))).contains(form);
        assertThat(FormCheck.only("template", List.of(ofAnother))).isEmpty();
    }

    @Test
    void holdsAnAnswerThatDisagreesWithItsField() {
        Optional<Outcome> outcome = check(form("1", true, 0, text("Eve"), choice("Engineering")));

        assertThat(outcome).containsInstanceOf(Outcome.Held.class);
        Outcome.Held held = (Outcome.Held) outcome.orElseThrow();
        assertThat(held.code()).isEqualTo("form.disagrees-with-field");
        assertThat(held.sentence()).contains("First name", "Department").doesNotContain("Eve");
        assertThat(held.differences())
                .extracting(Difference::line)
                .containsExactlyInAnyOrder("First name: “Eve” → “Nora”", "Department: “Engineering” → “Sales”");
    }

    @Test
    void holdsAnEmptyAnswerBesideAFilledField() {
        assertThat(check(form("1", true, 0, NullNode.getInstance(), choice("Sales")))
                        .map(Outcome::code))
                .contains("form.disagrees-with-field");
    }

    @Test
    void tellsWhichFieldsHoldTheSame() {
        assertThat(FormCheck.linkedFields(RECIPE, List.of(form("1", true, 0, text("Nora"), choice("Sales")))))
                .containsExactlyInAnyOrder("customfield_1", "customfield_2");
    }

    @Test
    void givesInputsTheirAnswers() {
        InputReading inputs = InputReading.beforeApproval(
                Requests.version(RECIPE),
                Requests.with(Map.of()),
                List.of(form("1", true, 0, text("Nora"), choice("Sales"))),
                "…");

        assertThat(inputs.problems()).isEmpty();
        assertThat(inputs.values()).containsEntry("name", text("Nora")).containsEntry("department", text("Sales"));
    }

    private static Optional<Outcome> check(Form... forms) {
        Map<String, JsonNode> fields = Map.of(
                "customfield_1",
                text(" Nora "),
                "customfield_2",
                JsonNodeFactory.instance.objectNode().put("id", "7").put("value", "Sales"));
        return FormCheck.check(RECIPE, Requests.NINE, Requests.with(fields), List.of(forms));
    }

    private static Form form(String id, boolean submitted, int seconds, JsonNode name, JsonNode department) {
        return new Form(
                id,
                "template",
                submitted,
                Requests.NINE.plusSeconds(seconds).plusMillis(400),
                List.of(
                        new Form.Answered("name", "First name", "customfield_1", name),
                        new Form.Answered("department", "Department", "customfield_2", department)));
    }

    private static JsonNode text(String text) {
        return TextNode.valueOf(text);
    }

    private static JsonNode choice(String label) {
        var chosen = JsonNodeFactory.instance.arrayNode();
        chosen.addObject().put("value", label);
        return chosen;
    }

    private static Recipe recipe() {
        return new Recipe(
                "key",
                "Title",
                new Recipe.Match("1", List.of("25")),
                Map.of(
                        "name",
                        new Input(new Source.FormAnswer("template", "name"), InputType.TEXT, true, null, null),
                        "department",
                        new Input(new Source.FormAnswer("template", "department"), InputType.OPTION, true, null, null)),
                null,
                "main",
                List.of(),
                new Recipe.Delivery(Recipe.DeliveryMethod.ACTIVATION, null),
                null,
                null,
                List.of(),
                null,
                null,
                "UTC");
    }
}
