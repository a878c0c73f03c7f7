package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Okta's filter and search expressions over a document: {@code eq ne co sw ew pr gt ge lt le}, {@code and or not} and
 * parentheses. A path through an array holds when one element does. Text is compared without regard to case, as
 * documented for search.
 */
final class Expression {

    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:(\\()|(\\))|\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s()\"]+))");

    private record Token(String text, boolean quoted) {
        boolean is(String word) {
            return !quoted && text.equalsIgnoreCase(word);
        }
    }

    private final List<Token> tokens = new ArrayList<>();
    private int next;

    private Expression(String text) {
        Matcher matcher = TOKEN.matcher(text.strip());
        int end = 0;
        while (matcher.lookingAt() && matcher.end() > matcher.start()) {
            tokens.add(token(matcher));
            end = matcher.end();
            matcher.region(end, text.strip().length());
        }
        if (end != text.strip().length() || tokens.isEmpty()) {
            throw new IllegalArgumentException("not an expression");
        }
    }

    private static Token token(Matcher matcher) {
        String quoted = matcher.group(3);
        if (quoted != null) {
            return new Token(quoted.replace("\\\"", "\"").replace("\\\\", "\\"), true);
        }
        return new Token(matcher.group().strip(), false);
    }

    /** @throws IllegalArgumentException when the text is no such expression */
    static Predicate<JsonNode> parse(String text) {
        var expression = new Expression(text);
        Predicate<JsonNode> parsed = expression.or();
        if (expression.next != expression.tokens.size()) {
            throw new IllegalArgumentException("something follows the expression");
        }
        return parsed;
    }

    private Predicate<JsonNode> or() {
        Predicate<JsonNode> left = and();
        while (accept("or")) {
            left = left.or(and());
        }
        return left;
    }

    private Predicate<JsonNode> and() {
        Predicate<JsonNode> left = single();
        while (accept("and")) {
            left = left.and(single());
        }
        return left;
    }

    private Predicate<JsonNode> single() {
        if (accept("not")) {
            return single().negate();
        }
        if (accept("(")) {
            Predicate<JsonNode> inner = or();
            if (!accept(")")) {
                throw new IllegalArgumentException("a parenthesis is not closed");
            }
            return inner;
        }
        return comparison();
    }

    private Predicate<JsonNode> comparison() {
        String[] path = take().text().split("\\.");
        String operator = take().text().toLowerCase(Locale.ROOT);
        if (operator.equals("pr")) {
            return document -> values(document, path, 0).stream().anyMatch(value -> !value.isNull());
        }
        String wanted = take().text().toLowerCase(Locale.ROOT);
        Predicate<String> test = test(operator, wanted);
        if (operator.equals("ne")) {
            return document -> values(document, path, 0).stream().allMatch(value -> test.test(text(value)));
        }
        return document -> values(document, path, 0).stream().anyMatch(value -> test.test(text(value)));
    }

    private static Predicate<String> test(String operator, String wanted) {
        return switch (operator) {
            case "eq" -> value -> value.equals(wanted);
            case "ne" -> value -> !value.equals(wanted);
            case "co" -> value -> value.contains(wanted);
            case "sw" -> value -> value.startsWith(wanted);
            case "ew" -> value -> value.endsWith(wanted);
            case "gt" -> value -> value.compareTo(wanted) > 0;
            case "ge" -> value -> value.compareTo(wanted) >= 0;
            case "lt" -> value -> value.compareTo(wanted) < 0;
            case "le" -> value -> value.compareTo(wanted) <= 0;
            default -> throw new IllegalArgumentException("unknown operator " + operator);
        };
    }

    private static String text(JsonNode value) {
        return value.asText().toLowerCase(Locale.ROOT);
    }

    private static List<JsonNode> values(JsonNode node, String[] path, int depth) {
        if (node.isArray()) {
            List<JsonNode> all = new ArrayList<>();
            node.forEach(element -> all.addAll(values(element, path, depth)));
            return all;
        }
        if (depth == path.length) {
            return List.of(node);
        }
        JsonNode child = node.path(path[depth]);
        return child.isMissingNode() ? List.of() : values(child, path, depth + 1);
    }

    private boolean accept(String word) {
        if (next < tokens.size() && tokens.get(next).is(word)) {
            next++;
            return true;
        }
        return false;
    }

    private Token take() {
        if (next >= tokens.size()) {
            throw new IllegalArgumentException("the expression ends too early");
        }
        return tokens.get(next++);
    }
}
