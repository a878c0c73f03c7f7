package io.latchkey.recipe;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds values that the canonical form would change without a word: RFC 8785 writes numbers as IEEE doubles, and a lone
 * surrogate has no UTF-8 form.
 */
final class ExactValues {

    private ExactValues() {}

    static List<RecipeProblem> problems(JsonNode document) {
        List<RecipeProblem> problems = new ArrayList<>();
        collect(document, JsonPointer.empty(), problems);
        return problems;
    }

    private static void collect(JsonNode node, JsonPointer at, List<RecipeProblem> problems) {
        if (node.isNumber() && !isExact(node.decimalValue())) {
            problems.add(new RecipeProblem(
                    "recipe.number-not-exact",
                    at.toString(),
                    "The number at " + at + " cannot be kept exactly; write it as a text."));
        }
        if (node.isTextual() && !StandardCharsets.UTF_8.newEncoder().canEncode(node.textValue())) {
            problems.add(new RecipeProblem(
                    "recipe.text-not-unicode", at.toString(), "The text at " + at + " is no valid Unicode."));
        }
        node.properties().forEach(member -> collect(member.getValue(), at.appendProperty(member.getKey()), problems));
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), at.appendIndex(i), problems);
            }
        }
    }

    private static boolean isExact(BigDecimal number) {
        double rounded = number.doubleValue();
        return Double.isFinite(rounded)
                && (BigDecimal.valueOf(rounded).compareTo(number) == 0
                        || new BigDecimal(rounded).compareTo(number) == 0);
    }
}
