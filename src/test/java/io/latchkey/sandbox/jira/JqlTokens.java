package io.latchkey.sandbox.jira;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a JQL text, read one after the other. */
final class JqlTokens {

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|'((?:[^'\\\\]|\\\\.)*)'|(>=|<=|!=|!~|=|>|<|~|\\(|\\)|,)|(cf\\[\\d+])|([^\\s=!<>~(),\"']+))");

    /** A word; a quoted one is never an operator or keyword. */
    record Token(String text, boolean quoted) {

        boolean is(String word) {
            return !quoted && text.equalsIgnoreCase(word);
        }
    }

    private final List<Token> tokens = new ArrayList<>();
    private int next;

    JqlTokens(String jql) {
        Matcher matcher = TOKEN.matcher(jql.strip());
        int at = 0;
        while (at < jql.strip().length()) {
            matcher.region(at, jql.strip().length());
            if (!matcher.lookingAt()) {
                throw new Refusal(
                        400, "Error in the JQL Query: The character at position " + (at + 1) + " is not understood.");
            }
            tokens.add(token(matcher));
            at = matcher.end();
        }
    }

    private static Token token(Matcher matcher) {
        for (int group : new int[] {1, 2}) {
            String quoted = matcher.group(group);
            if (quoted != null) {
                return new Token(quoted.replaceAll("\\\\(.)", "$1"), true);
            }
        }
        return new Token(matcher.group().strip(), false);
    }

    boolean isAtEnd() {
        return next >= tokens.size();
    }

    boolean sees(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (next + i >= tokens.size() || !tokens.get(next + i).is(words[i])) {
                return false;
            }
        }
        return true;
    }

    boolean takes(String... words) {
        if (!sees(words)) {
            return false;
        }
        next += words.length;
        return true;
    }

    void expect(String word) {
        if (!takes(word)) {
            throw unexpected("'" + word + "'");
        }
    }

    Token take(String wanted) {
        if (isAtEnd()) {
            throw unexpected(wanted);
        }
        return tokens.get(next++);
    }

    Refusal unexpected(String wanted) {
        String found =
                isAtEnd() ? "the end of the query" : "'" + tokens.get(next).text() + "'";
        return new Refusal(
                400, String.format(Locale.ROOT, "Error in the JQL Query: Expecting %s but got %s.", wanted, found));
    }
}
