package io.latchkey.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.Recipe.Delivery;
import io.latchkey.recipe.Recipe.DeliveryMethod;
import io.latchkey.recipe.Recipe.Input;
import io.latchkey.recipe.Recipe.InputType;
import io.latchkey.recipe.Recipe.Match;
import io.latchkey.recipe.Source;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputReadingTest {

    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @ValueSource(strings = {"a@example.com", "nora.newcomer+x@sub.example.co.uk", "o'hara@example.com"})
    void takesAnEmailAddress(String address) throws JsonProcessingException {
        InputReading reading = read(InputType.EMAIL, "\"" + address + "\"");

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.values().get("it")).hasToString("\"" + address + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nobody",
                "a@b",
                "a b@example.com",
                "a@example.com,b@example.com",
                "Nora <a@example.com>",
                "@example.com",
                "a@-example.com",
                "a@exаmple.com"
            })
    void refusesWhatIsNoEmailAddress(String text) throws JsonProcessingException {
        assertThat(codes(read(InputType.EMAIL, "\"" + text + "\""))).containsExactly("input.not-an-email");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TEXT|7",
                "TEXT|{\"value\":\"x\"}",
                "TEXT|[\"x\"]",
                "EMAIL|{\"value\":\"a@example.com\"}",
                "OPTION|\"Engineering\"",
                "DATE|\"21.11.2026\"",
                "DATE|\"+999999999-12-31\"",
                "DATE|\"1899-12-31\"",
                "DATE|\"9001-01-01\"",
                "BOOLEAN|\"true\"",
                "PEOPLE|[{\"name\":\"x\"}]",
                "LIST|[7]",
                "LIST|\"x\""
            })
    void refusesAnotherType(InputType type, String json) throws JsonProcessingException {
        assertThat(codes(read(type, json))).containsExactly("input.wrong-type");
    }

    /** Those who read it have never seen the recipe. */
    @Test
    void namesTheFieldAsPeopleKnowIt() throws JsonProcessingException {
        InputReading missing = read(InputType.TEXT, "null");
        InputReading wrong = read(InputType.EMAIL, "\"nobody\"");

        assertThat(missing.problems().get(0).sentence()).isEqualTo("\"First name\" is empty, but needed.");
        assertThat(wrong.found()).isEqualTo("First name: nobody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\"  \"", "[]"})
    void refusesWhatIsEmptyButNeeded(String json) throws JsonProcessingException {
        assertThat(codes(read(InputType.TEXT, json))).containsExactly("input.missing");
    }

    @Test
    void leavesOutWhatIsEmptyAndOptional() throws JsonProcessingException {
        InputReading reading = read(new Input(new Source.Field("f"), InputType.TEXT, false, null, null), "null");

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.values()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u202Eb", "a\u200Bb", "a\u0007b", "a\\nb", "a\uE000b"})
    void refusesHiddenCharacters(String text) throws JsonProcessingException {
        assertThat(codes(read(InputType.TEXT, "\"" + text.replace("\u0007", "\\u0007") + "\"")))
                .containsExactly("input.hidden-characters");
    }

    @Test
    void refusesWhatIsLongerThanTheRecipeSays() throws JsonProcessingException {
        Input input = new Input(new Source.Field("f"), InputType.TEXT, true, 3, null);

        assertThat(codes(read(input, "\"abcd\""))).containsExactly("input.too-long");
        assertThat(codes(read(input, "\"abc\""))).isEmpty();
    }

    @Test
    void refusesAnotherFormAndNeverQuotesTheValue() throws JsonProcessingException {
        Input input = new Input(new Source.Field("f"), InputType.TEXT, true, null, "[a-z]+");

        InputReading reading = read(input, "\"Secret7\"");

        assertThat(codes(reading)).containsExactly("input.wrong-form");
        assertThat(reading.problems().get(0).sentence()).doesNotContain("Secret7");
    }

    /** A backtracking engine would not end on this within a lifetime. */
    @Test
    void matchesAHostilePatternInLinearTime() {
        Input input = new Input(new Source.Field("f"), InputType.TEXT, true, 30_000, "(.*)(.*)(.*)(.*)(.*)(.*)(.*)x");

        InputReading reading = org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                java.time.Duration.ofSeconds(20), () -> read(input, "\"" + "a".repeat(250) + "\""));

        assertThat(codes(reading)).containsExactly("input.wrong-form");
    }

    @Test
    void takesAnOptionsValueAndPeoplesAccounts() throws JsonProcessingException {
        assertThat(read(InputType.OPTION, "{\"id\":\"1\",\"value\":\"Engineering\"}")
                        .values()
                        .get("it"))
                .hasToString("\"Engineering\"");
        assertThat(read(InputType.PEOPLE, "[{\"accountId\":\"p\"}]").values().get("it"))
                .hasToString("[\"p\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1900-01-01", "2026-11-21", "9000-12-31"})
    void takesADate(String date) throws JsonProcessingException {
        assertThat(read(InputType.DATE, "\"" + date + "\"").values().get("it")).hasToString("\"" + date + "\"");
    }

    @Test
    void takesAListOfTextsOrOfOptions() throws JsonProcessingException {
        assertThat(read(InputType.LIST, "[{\"value\":\"a\"},\"b\"]").values().get("it"))
                .hasToString("[\"a\",\"b\"]");
        assertThat(codes(read(InputType.LIST, "[\"a\",\"b\u200b\"]"))).containsExactly("input.hidden-characters");
    }

    @Test
    void takesAnAccountByItsLoginOrByThePersonInJira() throws JsonProcessingException {
        assertThat(read(InputType.ACCOUNT, "\" nora@example.com \"").values().get("it"))
                .isEqualTo(TargetAccount.named("nora@example.com"));
        assertThat(read(InputType.ACCOUNT, "{\"accountId\":\"p\",\"emailAddress\":\"x@example.com\"}")
                        .values()
                        .get("it"))
                .isEqualTo(TargetAccount.of("p"));
        assertThat(read(InputType.ACCOUNT, "[{\"accountId\":\"p\"}]").values().get("it"))
                .isEqualTo(TargetAccount.of("p"));
        assertThat(codes(read(InputType.ACCOUNT, "[{\"accountId\":\"p\"},{\"accountId\":\"q\"}]")))
                .containsExactly("input.wrong-type");
        assertThat(codes(read(InputType.ACCOUNT, "{\"emailAddress\":\"x@example.com\"}")))
                .containsExactly("input.wrong-type");
    }

    @Test
    void takesWhoeverApprovedAsOneOrAsPeople() {
        assertThat(approver(InputType.TEXT, "paul").values().get("it")).hasToString("\"paul\"");
        assertThat(approver(InputType.PEOPLE, "paul").values().get("it")).hasToString("[\"paul\"]");
        assertThat(approver(InputType.PEOPLE, "paul", "rita").values().get("it"))
                .hasToString("[\"paul\",\"rita\"]");
        assertThat(codes(approver(InputType.TEXT, "paul", "rita"))).containsExactly("input.several-approvers");
    }

    private static InputReading approver(InputType type, String... approvers) {
        Input input = new Input(new Source.Approver(Source.PersonProperty.ACCOUNT_ID), type, true, null, null);
        return InputReading.of(
                Requests.version(recipe(input), named()), Requests.with(Map.of()), List.of(), List.of(approvers));
    }

    @Test
    void refusesAValueThatIsNoChoiceOfTheRecipe() throws JsonProcessingException {
        Input input = new Input(
                new Source.Field("f"), InputType.OPTION, true, null, null, Map.of("Developers", "Engineering"));

        assertThat(codes(read(input, "{\"value\":\"Developers\"}"))).isEmpty();
        assertThat(codes(read(input, "{\"value\":\"Engineering\"}"))).containsExactly("input.not-a-choice");
    }

    private static List<String> codes(InputReading reading) {
        return reading.problems().stream().map(InputReading.Problem::code).toList();
    }

    private static InputReading read(InputType type, String json) throws JsonProcessingException {
        return read(new Input(new Source.Field("f"), type, null, null, null), json);
    }

    private static ObjectNode named() {
        ObjectNode resolved = JsonNodeFactory.instance.objectNode();
        resolved.putObject("fieldNames").put("it", "First name");
        return resolved;
    }

    private static InputReading read(Input input, String json) throws JsonProcessingException {
        return InputReading.beforeApproval(
                Requests.version(recipe(input), named()),
                Requests.with(Map.of("f", JSON.readTree(json))),
                List.of(),
                "…");
    }

    private static Recipe recipe(Input input) {
        return new Recipe(
                "key",
                "Title",
                new Match("1", List.of("25")),
                Map.of("it", input),
                null,
                "main",
                List.of(),
                new Delivery(DeliveryMethod.ACTIVATION, null),
                null,
                null,
                List.of(),
                null,
                null,
                "UTC");
    }
}
