package io.latchkey.rollout;

import io.latchkey.platform.crypto.Secret;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A signing secret as Standard Webhooks writes it: {@code whsec_} and the base64 of 24 to 64 random bytes. What is kept is
 * the bytes.
 */
final class WebhookSecret {

    private static final String PREFIX = "whsec_";
    private static final int BYTES = 32;

    private WebhookSecret() {}

    static Secret random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Secret.of(bytes);
    }

    /** As its receiver enters it. */
    static Secret written(Secret bytes) {
        return Secret.of(PREFIX + Base64.getEncoder().encodeToString(bytes.revealBytes()));
    }
}
