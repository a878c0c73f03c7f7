package io.latchkey.okta;

import io.latchkey.platform.crypto.Secret;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Makes temporary passwords that satisfy Okta's default policy and most stricter ones: 20 characters of four classes,
 * none that look alike, and no part of the person's login or names. Okta's default policy: at least 8 characters, upper
 * and lower case and a digit, no part of the login of 4 characters or more, split at {@code , . _ # @ -}.
 */
@Component
public class PasswordGenerator {

    /** Characters of a password. */
    public static final int LENGTH = 20;

    private static final int SHORTEST_PART = 4;
    private static final int SHORTEST_NAME = 3;
    /** Without I, O, l, o, 0 and 1, which people mistake for each other. */
    private static final List<String> CLASSES =
            List.of("ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789", "!$%&*+=?@#");

    private static final String ALL = String.join("", CLASSES);

    private final SecureRandom random;

    PasswordGenerator(SecureRandom random) {
        this.random = random;
    }

    /** A password for a person; the arguments only say what must not be in it. */
    public Secret generate(String login, String firstName, String lastName) {
        List<String> forbidden = forbidden(login, firstName, lastName);
        String password;
        do {
            password = candidate();
        } while (containsAny(password.toLowerCase(Locale.ROOT), forbidden));
        return Secret.of(password);
    }

    private String candidate() {
        List<Character> characters = new ArrayList<>(LENGTH);
        CLASSES.forEach(one -> characters.add(any(one)));
        while (characters.size() < LENGTH) {
            characters.add(any(ALL));
        }
        Collections.shuffle(characters, random);
        return characters.stream().map(String::valueOf).collect(Collectors.joining());
    }

    private char any(String alphabet) {
        return alphabet.charAt(random.nextInt(alphabet.length()));
    }

    private static List<String> forbidden(String login, String firstName, String lastName) {
        List<String> parts = new ArrayList<>();
        addParts(parts, login, "[,._#@-]+", SHORTEST_PART);
        addParts(parts, firstName, "[\\s-]+", SHORTEST_NAME);
        addParts(parts, lastName, "[\\s-]+", SHORTEST_NAME);
        return parts;
    }

    private static void addParts(Collection<String> to, String text, String separators, int shortest) {
        Arrays.stream(text.toLowerCase(Locale.ROOT).split(separators))
                .filter(part -> part.length() >= shortest)
                .forEach(to::add);
    }

    private static boolean containsAny(String password, List<String> parts) {
        return parts.stream().anyMatch(password::contains);
    }
}
