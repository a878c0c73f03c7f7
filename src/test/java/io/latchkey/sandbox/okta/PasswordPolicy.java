package io.latchkey.sandbox.okta;

import io.latchkey.sandbox.http.Rules;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Okta's documented default policy: at least eight characters with a lower-case letter, an upper-case letter and a
 * digit, no part (four characters or more) of the login, at most 72 characters.
 */
final class PasswordPolicy {

    private static final Pattern PARTS = Pattern.compile("[,._#@-]");
    private static final int LONGEST = 72;

    private final Rules rules;

    PasswordPolicy(Rules rules) {
        this.rules = rules;
    }

    boolean accepts(String password, String login) {
        return password.length() >= rules.number(OktaRules.MIN_PASSWORD)
                && password.length() <= LONGEST
                && password.chars().anyMatch(Character::isLowerCase)
                && password.chars().anyMatch(Character::isUpperCase)
                && password.chars().anyMatch(Character::isDigit)
                && !containsPartOf(login, password);
    }

    private static boolean containsPartOf(String login, String password) {
        String lower = password.toLowerCase(Locale.ROOT);
        return Arrays.stream(PARTS.split(login.toLowerCase(Locale.ROOT)))
                .anyMatch(part -> part.length() >= 4 && lower.contains(part));
    }

    /** The refusal on create and update, in the words of Okta's support articles. */
    void demand(String password, String login) {
        if (!accepts(password, login)) {
            throw Problem.validation("password", "password: " + requirements());
        }
    }

    String requirements() {
        return "Password requirements were not met. Password requirements: at least "
                + rules.number(OktaRules.MIN_PASSWORD)
                + " characters, a lowercase letter, an uppercase letter, a number, no parts of your username.";
    }

    /** A password that the policy accepts for anybody. */
    static String temporary() {
        return Ids.secret("Tq7", 9);
    }
}
