package io.latchkey.sandbox.okta;

import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Okta-shaped ids: a prefix for the kind and letters and digits up to 20 characters. The sequence is the same in every
 * org, so that a scripted run names the same things; secrets are random.
 */
final class Ids {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final SecureRandom SECURE = new SecureRandom();

    private final SplittableRandom sequence = new SplittableRandom(20_261_121);

    synchronized String next(String prefix) {
        return draw(sequence, prefix, 20 - prefix.length());
    }

    /** A prefix and so many unpredictable letters and digits. */
    static String secret(String prefix, int length) {
        return draw(SECURE, prefix, length);
    }

    private static String draw(RandomGenerator random, String prefix, int length) {
        var text = new StringBuilder(prefix);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
