package io.latchkey.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TemplateTest {

    @Nested
    class Rendering {

        @Test
        void replacesEveryReference() {
            assertThat(Template.render(
                            "${inputs.a} and ${inputs.b}, ${inputs.a}", Map.of("inputs.a", "one", "inputs.b", "two")))
                    .isEqualTo("one and two, one");
        }

        @Test
        void leavesATextWithoutReferencesAsItIs() {
            assertThat(Template.render("5 $ {a} }$ \\", Map.of())).isEqualTo("5 $ {a} }$ \\");
            assertThat(Template.render("", Map.of())).isEmpty();
        }

        @Test
        void takesValuesAsDataHoweverTheyLook() {
            Map<String, String> values = Map.of("inputs.a", "${inputs.b} $1 \\ #{1+1}", "inputs.b", "secret");

            assertThat(Template.render("<${inputs.a}>", values)).isEqualTo("<${inputs.b} $1 \\ #{1+1}>");
        }

        @Test
        void namesWhatIsMissing() {
            assertThatThrownBy(() -> Template.render("${inputs.a} ${inputs.b}", Map.of("inputs.a", "value")))
                    .isInstanceOfSatisfying(TemplateFailure.class, failure -> {
                        assertThat(failure.code()).isEqualTo("recipe.value-missing");
                        assertThat(failure.explanation())
                                .contains("${inputs.b}")
                                .doesNotContain("value of", "${inputs.a}");
                    });
        }

        @Test
        void refusesAResultThatJiraWouldRefuse() {
            String value = "x".repeat(Template.MOST_RENDERED);

            assertThat(Template.render("${inputs.a}", Map.of("inputs.a", value)))
                    .isEqualTo(value);
            assertThatThrownBy(() -> Template.render("${inputs.a}.", Map.of("inputs.a", value)))
                    .isInstanceOfSatisfying(
                            TemplateFailure.class,
                            failure -> assertThat(failure.code()).isEqualTo("recipe.text-too-long"));
        }
    }

    @Nested
    class Filling {

        @Test
        void keepsTheTypeOfAValueOfItsOwn() {
            ObjectNode filled = fill("{\"groups\": \"${inputs.groups}\", \"active\": \"${inputs.active}\", \"n\": 7}");

            assertThat(filled).isEqualTo(Documents.tree("{\"groups\": [\"a\", \"b\"], \"active\": true, \"n\": 7}"));
        }

        @Test
        void writesAListIntoALongerText() {
            assertThat(fill("{\"text\": \"Groups: ${inputs.groups}.\"}"))
                    .isEqualTo(Documents.tree("{\"text\": \"Groups: a, b.\"}"));
        }

        @Test
        void leavesOutWhatHasNoValueAndNeedsNone() {
            assertThat(fill("{\"a\": \"${inputs.none}\", \"list\": [\"x\", \"${inputs.none}\"],"
                            + " \"profile\": {\"department\": \"${inputs.none}\", \"b\": \"y\"}}"))
                    .isEqualTo(Documents.tree("{\"list\": [\"x\"], \"profile\": {\"b\": \"y\"}}"));
        }

        @Test
        void namesWhatIsMissing() {
            for (String text : List.of("${inputs.needed}", "Hello ${inputs.needed}", "Hello ${inputs.none}")) {
                assertThatThrownBy(() -> fill("{\"a\": \"" + text + "\"}"))
                        .as(text)
                        .isInstanceOf(TemplateFailure.class)
                        .hasMessageContaining("has no value");
            }
        }

        private static ObjectNode fill(String arguments) {
            Map<String, JsonNode> values = Map.of(
                    "inputs.groups", Documents.tree("[\"a\", \"b\"]"),
                    "inputs.active", Documents.tree("true"));
            return Template.fill((ObjectNode) Documents.tree(arguments), values, Set.of("inputs.none"));
        }
    }
}
