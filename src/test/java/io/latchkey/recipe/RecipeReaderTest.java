package io.latchkey.recipe;

import static io.latchkey.recipe.Documents.KNOWN;
import static io.latchkey.recipe.Documents.bytes;
import static io.latchkey.recipe.Documents.example;
import static io.latchkey.recipe.Documents.put;
import static io.latchkey.recipe.Documents.remove;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.platform.json.CanonicalJson;
import io.latchkey.recipe.Recipe.DeliveryMethod;
import io.latchkey.recipe.Recipe.InputType;
import io.latchkey.recipe.Recipe.Step;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeReaderTest {

    private final RecipeReader reader = new RecipeReader();

    @Test
    void readsThePublishedExample() {
        RecipeReading reading = reader.read(bytes(example()), KNOWN);

        assertThat(reading).isInstanceOf(RecipeDocument.class);
        RecipeDocument document = (RecipeDocument) reading;
        Recipe recipe = document.recipe();
        assertThat(recipe.key()).isEqualTo("onboard-employee");
        assertThat(recipe.title()).isEqualTo("Onboard a new employee");
        assertThat(recipe.match().requestTypes()).containsExactly("25");
        assertThat(input(recipe, "email").source()).isEqualTo(new Source.Field("customfield_10103"));
        assertThat(input(recipe, "email").type()).isEqualTo(InputType.EMAIL);
        assertThat(input(recipe, "email").isRequired()).isTrue();
        assertThat(input(recipe, "department").isRequired()).isFalse();
        assertThat(recipe.steps().stream().map(Step::uses))
                .containsExactly("okta.create-user", "okta.ensure-groups", "jira.comment", "jira.transition");
        assertThat(recipe.delivery().method()).isEqualTo(DeliveryMethod.COMMENT);
        assertThat(document.document()).isEqualTo(CanonicalJson.of(example()));
    }

    @Test
    void readsTheExampleThatAsksMoreOfItsApproval() throws java.io.IOException {
        try (var strict = getClass().getResourceAsStream("/recipe/examples/onboard-employee-strict.json")) {
            RecipeReading reading = reader.read(Objects.requireNonNull(strict).readAllBytes(), KNOWN);

            assertThat(reading).isInstanceOf(RecipeDocument.class);
            Recipe recipe = ((RecipeDocument) reading).recipe();
            assertThat(recipe.approvalRule().needsOktaAccount()).isTrue();
            assertThat(recipe.approvalRule().asksForGroups()).isTrue();
            assertThat(recipe.approvalRule().allowsCustomers()).isFalse();
        }
    }

    @Test
    void readsEverySourceOfAnInput() {
        Map<String, Source> expected = Map.of(
                "{\"field\": \"summary\"}", new Source.Field("summary"),
                "{\"constant\": true}", new Source.Constant(Documents.tree("true")),
                "{\"constant\": [\"a\", \"b\"]}", new Source.Constant(Documents.tree("[\"a\", \"b\"]")),
                "{\"constant\": \"a\"}", new Source.Constant(Documents.tree("\"a\"")),
                "{\"reporter\": \"email\"}", new Source.Reporter(Source.PersonProperty.EMAIL),
                "{\"approver\": \"accountId\"}", new Source.Approver(Source.PersonProperty.ACCOUNT_ID),
                "{\"form\": {\"form\": \"f\", \"question\": \"q\"}}", new Source.FormAnswer("f", "q"),
                "{\"expression\": \"a + b\"}", new Source.Expression("a + b"));

        expected.forEach((json, source) -> {
            ObjectNode document = example(put("/inputs/email", "source", json));
            assertThat(new RecipeSchema().problems(document)).as(json).isEmpty();
            assertThat(input(RecipeJson.recipe(document), "email").source()).isEqualTo(source);
        });
    }

    @Test
    void readsEveryPartThatIsForLater() {
        ObjectNode document = example(everythingForLater());

        assertThat(new RecipeSchema().problems(document)).isEmpty();
        Recipe recipe = RecipeJson.recipe(document);
        assertThat(recipe.approval())
                .isEqualTo(new Recipe.Approval(
                        List.of("Manager"), 2, List.of(new Recipe.Approver(null, "g1", null)), null, null, null, null));
        assertThat(recipe.duration()).isEqualTo(new Recipe.Term(30, null));
        assertThat(recipe.grants()).containsExactly(new Recipe.Grant("Engineering", new Recipe.Term(null, "endDate")));
        assertThat(recipe.ticket()).isEqualTo(new Recipe.Ticket("Done.", "Complete", "Back to approval"));
        assertThat(recipe.steps().get(0).when()).isEqualTo("inputs.department == 'IT'");
    }

    private static Consumer<ObjectNode> everythingForLater() {
        return put("", "approval", "{\"steps\": [\"Manager\"], \"quorum\": 2, \"approvers\": [{\"group\": \"g1\"}]}")
                .andThen(put("", "duration", "{\"days\": 30}"))
                .andThen(put("", "grants", "[{\"group\": \"Engineering\", \"duration\": {\"input\": \"endDate\"}}]"))
                .andThen(
                        put(
                                "",
                                "ticket",
                                "{\"comment\": \"Done.\", \"transition\": \"Complete\", \"backToApproval\": \"Back to approval\"}"))
                .andThen(put("/steps/0", "when", "\"inputs.department == 'IT'\""));
    }

    @Nested
    class TheText {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '~',
                value = {
                    "~~ | recipe.schema",
                    "{ | recipe.malformed",
                    "{\"key\": \"a\", \"key\": \"b\"} | recipe.malformed",
                    "{\"a\": {\"b\": 1, \"b\": 2}} | recipe.malformed",
                    "{} {} | recipe.malformed",
                    "nonsense | recipe.malformed",
                    "[] | recipe.schema",
                    "null | recipe.schema",
                    "7 | recipe.schema"
                })
        void isRefusedWhenItIsNoDocument(String json, String code) {
            assertThat(problems(json.getBytes(UTF_8)).get(0).code()).isEqualTo(code);
        }

        @Test
        void isRefusedWhenItIsTooDeep() {
            String deep = "[".repeat(40) + "]".repeat(40);
            ObjectNode document = example(put("/steps/0/with", "deep", deep));

            assertThat(problems(bytes(document)))
                    .extracting(RecipeProblem::code)
                    .containsExactly("recipe.malformed");
        }

        @Test
        void isRefusedWhenItIsTooLarge() {
            ObjectNode document = example();
            document.put("title", "x".repeat(256 * 1024));

            assertThat(problems(bytes(document)))
                    .extracting(RecipeProblem::code)
                    .containsExactly("recipe.too-large");
        }

        @Test
        void saysWhereItStopsBeingJson() {
            assertThat(problems("{\n  \"key\": }".getBytes(UTF_8)).get(0).sentence())
                    .contains("line 2, column 10");
        }

        @Test
        void isRefusedWhenItsBytesWouldSaySomethingElse() {
            assertThat(codes(put("/steps/0/with", "n", "9007199254740993")))
                    .containsExactly(entry("/steps/0/with/n", "recipe.number-not-exact"));
            assertThat(codes(put("/steps/0/with", "n", "1e400")))
                    .containsExactly(entry("/steps/0/with/n", "recipe.number-not-exact"));
            assertThat(codes(put("/inputs/email", "maxLength", "1e1000000000")))
                    .containsExactly(entry("/inputs/email/maxLength", "recipe.number-not-exact"));
            assertThat(codes(put("/inputs/email", "maxLength", "5.0"))).isEmpty();
            assertThat(codes(put("/steps/0/with", "n", "\"\\ud800\""))).containsKey("/steps/0/with/n");
            assertThat(codes(put("/steps/0/with", "n", "[0.1, 1.50, -7, 9007199254740992]")))
                    .isEmpty();
        }
    }

    @Nested
    class TheSchema {

        @Test
        void namesEveryPlaceThatIsWrong() {
            assertThat(codes(remove("", "title")
                            .andThen(put("", "unknown", "1"))
                            .andThen(put("/match", "requestTypes", "[]"))
                            .andThen(put("/inputs/email", "type", "\"mail\""))
                            .andThen(put("/steps/1", "with", "7"))))
                    .containsOnlyKeys("", "/match/requestTypes", "/inputs/email/type", "/steps/1/with")
                    .containsEntry("/inputs/email/type", "recipe.schema");
        }

        @Test
        void speaksInSentences() {
            RecipeProblem problem =
                    problems(bytes(example(remove("", "title")))).get(0);

            assertThat(problem.sentence()).isEqualTo("The document: required property 'title' not found.");
        }

        @Test
        void speaksEnglishOnEveryMachine() {
            Locale before = Locale.getDefault();
            Locale.setDefault(Locale.GERMANY);
            try {
                assertThat(new RecipeReader().read(bytes(example(remove("", "title"))), KNOWN))
                        .isEqualTo(reader.read(bytes(example(remove("", "title"))), KNOWN))
                        .asString()
                        .contains("required property");
            } finally {
                Locale.setDefault(before);
            }
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "/inputs/email/source | field | 7",
                    "/inputs/email/source | constant | true",
                    "/inputs/email | source | {}",
                    "/inputs/email | source | {\"other\": \"x\"}",
                    "/inputs/email | maxLength | 0",
                    "/inputs | Not-A-Name | {\"source\": {\"field\": \"summary\"}, \"type\": \"text\"}",
                    "/steps/0 | uses | \"create user\"",
                    "/steps/0 | id | \"an id\"",
                    "/delivery | method | \"mail\"",
                    "/match | requestTypes | [\"25\", \"25\"]",
                    "/match | serviceDesk | 1",
                    "/retention | inputDays | 0"
                })
        void refuses(String place, String member, String json) {
            assertThat(codes(put(place, member, json))).containsValue("recipe.schema");
        }
    }

    @Nested
    class TheMeaning {

        @Test
        void refusesAStepIdThatIsUsedTwice() {
            assertThat(codes(put("/steps/1", "id", "\"account\"")))
                    .containsExactly(entry("/steps/1/id", "recipe.step-id-twice"));
        }

        @Test
        void refusesAKindOfStepThatNobodyCarriesOut() {
            assertThat(codes(put("/steps/0", "uses", "\"okta.delete-user\"")))
                    .containsExactly(entry("/steps/0/uses", "recipe.step-unknown"));
            assertThat(reader.read(bytes(example()), List.of())).isInstanceOf(RefusedRecipe.class);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "${inputs.phone}",
                    "${steps.nothing.userId}",
                    "${steps.account.password}",
                    "${steps.account}",
                    "${inputs.email.domain}",
                    "${secrets.key}",
                    "${inputs}"
                })
        void refusesAReferenceThatLeadsToNothing(String reference) {
            assertThat(codes(put("/steps/2/with", "text", "\"Hello " + reference + "\"")))
                    .containsExactly(entry("/steps/2/with/text", "recipe.reference-unknown"));
        }

        @Test
        void refusesAReferenceToALaterStepOrItself() {
            assertThat(codes(put("/steps/0/with", "login", "\"${steps.account.login}\"")))
                    .containsExactly(entry("/steps/0/with/login", "recipe.reference-unknown"));
            assertThat(codes(put("/steps/0/with", "login", "\"${steps.comment.commentId}\"")))
                    .containsExactly(entry("/steps/0/with/login", "recipe.reference-unknown"));
        }

        @Test
        void looksIntoNestedArguments() {
            assertThat(codes(put("/steps/0/with", "groups", "[\"All\", {\"a/b\": \"${inputs.phone}\"}]")))
                    .containsExactly(entry("/steps/0/with/groups/1/a~1b", "recipe.reference-unknown"));
        }

        @Test
        void refusesAnOptionalValueInsideALongerText() {
            assertThat(codes(put("/steps/2/with", "text", "\"Hello ${inputs.department}\"")))
                    .containsExactly(entry("/steps/2/with/text", "recipe.reference-optional"));
            assertThat(codes(put("", "ticket", "{\"comment\": \"${inputs.department}\"}")))
                    .containsExactly(entry("/ticket/comment", "recipe.reference-optional"));
        }

        @Test
        void letsTheTicketReferToAllSteps() {
            assertThat(codes(put("", "ticket", "{\"comment\": \"${steps.comment.commentId}\"}")))
                    .isEmpty();
        }

        @Test
        void refusesReferencesThatAreNotWrittenWell() {
            for (String bad :
                    List.of("${", "${}", "${inputs.email", "${ inputs.email }", "${inputs..email}", "${1+1}")) {
                assertThat(codes(put("/steps/2/with", "text", "\"" + bad + "\"")))
                        .as(bad)
                        .containsExactly(entry("/steps/2/with/text", "recipe.template-malformed"));
            }
        }

        @Test
        void refusesATextThatIsTooLong() {
            assertThat(codes(put("/steps/2/with", "text", "\"" + "x".repeat(8_193) + "\"")))
                    .containsExactly(entry("/steps/2/with/text", "recipe.template-too-long"));
            assertThat(codes(put("/steps/2/with", "text", "\"" + "${inputs.email}".repeat(101) + "\"")))
                    .containsExactly(entry("/steps/2/with/text", "recipe.template-too-long"));
        }

        @Test
        void refusesAPatternThatDoesNotCompile() {
            assertThat(codes(put("/inputs/email", "pattern", "\"(\"")))
                    .containsExactly(entry("/inputs/email/pattern", "recipe.pattern-invalid"));
        }
    }

    @Nested
    class TheApproval {

        @Test
        void namesInputsOfPeople() {
            assertThat(codes(put("", "approval", "{\"approvers\": [{\"person\": \"p\"}, {\"input\": \"email\"}]}")))
                    .containsExactly(entry("/approval/approvers/1/input", "recipe.input-not-people"));
            assertThat(codes(put("", "approval", "{\"beneficiary\": \"nobody\"}")))
                    .containsExactly(entry("/approval/beneficiary", "recipe.reference-unknown"));
        }

        /** Who leaves it empty would hide that they approve their own access. */
        @Test
        void wantsToKnowWhoGetsTheAccess() {
            String lead = "{\"source\": {\"field\": \"customfield_1\"}, \"type\": \"people\", \"required\": false}";

            assertThat(codes(put("/inputs", "lead", lead).andThen(put("", "approval", "{\"beneficiary\": \"lead\"}"))))
                    .containsExactly(entry("/approval/beneficiary", "recipe.beneficiary-optional"));
        }

        @Test
        void maySayEverything() {
            assertThat(codes(
                            put("/inputs", "lead", "{\"source\": {\"field\": \"customfield_1\"}, \"type\": \"people\"}")
                                    .andThen(put(
                                            "",
                                            "approval",
                                            "{\"steps\": [\"Manager\"], \"quorum\": 2, \"approvers\": [{\"group\": \"g\"}],"
                                                    + " \"field\": \"customfield_2\", \"beneficiary\": \"lead\","
                                                    + " \"portalCustomers\": true, \"mappedToOkta\": true}"))))
                    .isEmpty();
        }
    }

    @Nested
    class WhoeverApproved {

        private static final String INPUT = "{\"source\": {\"approver\": \"accountId\"}, \"type\": \"%s\"}";

        @ParameterizedTest
        @CsvSource({"people", "text"})
        void isPeopleOrAText(String type) {
            assertThat(codes(put("/inputs", "boss", INPUT.formatted(type)))).isEmpty();
        }

        @Test
        void isNeverTheAccountThatAStepIsAbout() {
            assertThat(codes(put("/inputs", "boss", INPUT.formatted("account"))))
                    .containsExactly(entry("/inputs/boss/type", "recipe.approver-type"));
        }

        /** It would look like a limit on who may approve, and limit nobody. */
        @ParameterizedTest
        @ValueSource(strings = {"\"pattern\": \"5b10.*\"", "\"maxLength\": 9", "\"choices\": {\"a\": \"Sales\"}"})
        void isNotLimitedByTheInput(String limit) {
            String input = INPUT.formatted("text").replace("}, ", "}, " + limit + ", ");

            assertThat(codes(put("/inputs", "boss", input)))
                    .containsExactly(entry("/inputs/boss", "recipe.approver-not-limited"));
        }

        @Test
        void isPeopleWhereSeveralApprove() {
            assertThat(codes(put("/inputs", "boss", INPUT.formatted("text"))
                            .andThen(put("", "approval", "{\"quorum\": 2}"))))
                    .containsExactly(entry("/inputs/boss/type", "recipe.approvers-several"));
        }

        @Test
        void isNotThereForConditions() {
            String conditions = "{\"conditions\": [{\"deny\": \"inputs.boss == 'a'\", \"because\": \"b\"}]}";

            assertThat(codes(
                            put("/inputs", "boss", INPUT.formatted("text")).andThen(put("", "guardrails", conditions))))
                    .containsExactly(entry("/guardrails/conditions/0/deny", "recipe.expression-invalid"));
        }

        @Test
        void doesNotLimitWhoApproves() {
            assertThat(codes(put("/inputs", "boss", INPUT.formatted("people"))
                            .andThen(put("", "approval", "{\"approvers\": [{\"input\": \"boss\"}]}"))))
                    .containsExactly(entry("/approval/approvers/0/input", "recipe.approver-of-itself"));
        }
    }

    @Nested
    class WhatIsForLater {

        @ParameterizedTest
        @CsvSource({"reporter", "approver"})
        void isRefusedOfPeople(String source) {
            assertThat(codes(put(
                            "/inputs",
                            "name",
                            "{\"source\": {\"" + source + "\": \"displayName\"}, \"type\": \"text\"}")))
                    .containsExactly(entry("/inputs/name/source/" + source, "recipe.person-not-kept"));
        }

        @ParameterizedTest
        @CsvSource({"activationLink", "reveal"})
        void isNoDelivery(String method) {
            assertThat(codes(put("/delivery", "method", "\"" + method + "\""))).isEmpty();
        }

        @Test
        void isATimeThatNothingUses() {
            assertThat(codes(put("/delivery", "validFor", "{\"hours\": 1}")))
                    .containsExactly(entry("/delivery/validFor", "recipe.valid-for-not-used"));
            assertThat(codes(put("", "delivery", "{\"method\": \"reveal\", \"removeAfter\": {\"hours\": 1}}")))
                    .containsExactly(entry("/delivery/removeAfter", "recipe.remove-after-not-used"));
        }

        @Test
        void isNotWhatThisStoryNeeds() {
            assertThat(codes(put("/delivery", "method", "\"activation\""))).isEmpty();
            assertThat(codes(put("/inputs/email", "source", "{\"reporter\": \"email\"}")))
                    .containsExactly(entry("/inputs/email/source/reporter", "recipe.person-not-kept"));
            assertThat(codes(put("/inputs/email", "source", "{\"constant\": \"a@acme.test\"}")))
                    .isEmpty();
        }

        @Test
        void aRecipientThatNobodyWouldReadIsRefused() {
            assertThat(codes(put("/delivery", "recipient", "\"${inputs.email}\"")))
                    .containsExactly(entry("/delivery/recipient", "recipe.recipient-not-used"));
        }
    }

    @Nested
    class Expressions {

        @Test
        void areComputedFromTheOtherInputs() {
            assertThat(codes(put(
                            "/inputs/email",
                            "source",
                            "{\"expression\": \"inputs.firstName.lowerAscii() + '@acme.test'\"}")))
                    .containsExactly(entry("/inputs/email/source/expression", "recipe.expression-invalid"));
            assertThat(codes(put("/inputs/email", "source", "{\"expression\": \"inputs.firstName + '@acme.test'\"}")))
                    .isEmpty();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "inputs.firstName + 1",
                    "inputs.nobody",
                    "inputs.firstName ==",
                    "inputs.firstName == 'Nora'",
                    "inputs.email + 'x'"
                })
        void areRefusedWhenTheyAreNoneOfTheirType(String expression) {
            assertThat(codes(put("/inputs/email", "source", "{\"expression\": \"" + expression + "\"}")))
                    .containsExactly(entry("/inputs/email/source/expression", "recipe.expression-invalid"));
        }

        @Test
        void decideWhetherAStepIsDone() {
            assertThat(codes(put("/steps/1", "when", "\"inputs.firstName != ''\"")))
                    .isEmpty();
            assertThat(codes(put("/steps/1", "when", "\"inputs.firstName\"")))
                    .containsExactly(entry("/steps/1/when", "recipe.expression-invalid"));
        }

        @Test
        void mustNotTakeAwayWhatALaterStepNeeds() {
            assertThat(codes(put("/steps/0", "when", "\"inputs.firstName != ''\"")))
                    .containsEntry("/steps/1/with/user", "recipe.reference-uncertain");
        }
    }

    @Nested
    class Yaml {

        @Test
        void isTheSameDocument() {
            byte[] yaml = RecipeYaml.of(example());

            assertThat(((RecipeDocument) reader.readYaml(yaml, KNOWN)).document())
                    .isEqualTo(CanonicalJson.of(example()));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "key: a\nkey: b\n",
                    "key: &a x\ntitle: *a\n",
                    "key: a\n---\nkey: b\n",
                    "key: [",
                    "a: 1e999999999",
                    "!!java.net.URL {a: b}"
                })
        void thatSaysWhatJsonCannotIsRefused(String yaml) {
            assertThat(reader.readYaml(yaml.getBytes(UTF_8), KNOWN)).isInstanceOf(RefusedRecipe.class);
        }
    }

    /** Codes by place; a place has one here. */
    private Map<String, String> codes(Consumer<ObjectNode> change) {
        Map<String, String> codes = new TreeMap<>();
        JsonNode document = example(change);
        if (reader.read(documentBytes(document), KNOWN) instanceof RefusedRecipe refused) {
            refused.problems().forEach(problem -> {
                assertThat(problem.sentence()).endsWith(".").isNotBlank();
                codes.put(problem.pointer(), problem.code());
            });
        }
        return codes;
    }

    /** A lone surrogate cannot be written as UTF-8, so it is written as the escape it came from. */
    private static byte[] documentBytes(JsonNode document) {
        return document.toString().replace("\ud800", "\\ud800").getBytes(UTF_8);
    }

    private static Recipe.Input input(Recipe recipe, String name) {
        return Objects.requireNonNull(recipe.inputs().get(name), name);
    }

    private List<RecipeProblem> problems(byte[] json) {
        RecipeReading reading = reader.read(json, KNOWN);
        assertThat(reading).isInstanceOf(RefusedRecipe.class);
        return ((RefusedRecipe) reading).problems();
    }

    /** The first bytes say UTF-32, and then the text ends. */
    @Test
    void refusesWhatIsOfAnotherEncoding() {
        var refused = (RefusedRecipe) reader.read(new byte[] {0, 0, 0, '{', 0}, List.of());

        assertThat(refused.problems()).extracting(RecipeProblem::code).containsExactly("recipe.malformed");
    }
}
