package io.latchkey.okta;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Many passwords for many people, made from known seeds. */
class PasswordGeneratorTest {

    @Test
    void satisfiesThePolicyForAnybody() {
        var people = new Random(7);
        var generator = new PasswordGenerator(seeded(42));
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            String first = name(people);
            String last = name(people);
            String login = first + "." + last + "@" + name(people) + ".example";

            String password = generator.generate(login, first, last).reveal();

            assertThat(password)
                    .hasSize(PasswordGenerator.LENGTH)
                    .containsPattern("[A-Z]")
                    .containsPattern("[a-z]")
                    .containsPattern("[0-9]")
                    .containsPattern("[!$%&*+=?@#]")
                    .doesNotContainPattern("[IOlo01]");
            assertThat(made.add(password)).isTrue();
        }
    }

    /** With names of one or two letters that a random text is likely to hold, so that it would fail without the check. */
    @Test
    void holdsNoPartOfLoginOrNames() {
        var generator = new PasswordGenerator(seeded(43));
        for (char a = 'a'; a <= 'z'; a++) {
            for (int i = 0; i < 400; i++) {
                String name = "" + a + (char) ('a' + i % 26) + (char) ('a' + i / 26);

                String password = generator
                        .generate("x@y.example", name, name + " Smith-" + name)
                        .reveal();

                assertThat(password.toLowerCase(Locale.ROOT)).doesNotContain(name);
            }
        }
    }

    @Test
    void splitsTheLoginAsOktaDoes() {
        var login = new StringBuilder();
        var random = new Random(3);
        for (int i = 0; i < 30_000; i++) {
            for (int j = 0; j < 4; j++) {
                login.append((char) ('A' + random.nextInt(26)));
            }
            login.append(",._#@-".charAt(i % 6));
        }
        Set<String> parts = new HashSet<>(java.util.Arrays.asList(
                login.toString().toLowerCase(Locale.ROOT).split("[,._#@-]+")));
        var generator = new PasswordGenerator(seeded(44));

        for (int i = 0; i < 20; i++) {
            String password =
                    generator.generate(login.toString(), "", "").reveal().toLowerCase(Locale.ROOT);

            for (int at = 0; at + 4 <= password.length(); at++) {
                assertThat(parts).doesNotContain(password.substring(at, at + 4));
            }
        }
    }

    private static String name(Random random) {
        var name = new StringBuilder();
        for (int i = 0; i < 3 + random.nextInt(8); i++) {
            name.append((char) ('a' + random.nextInt(26)));
        }
        return name.toString();
    }

    private static SecureRandom seeded(long seed) {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(seed);
            return random;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
