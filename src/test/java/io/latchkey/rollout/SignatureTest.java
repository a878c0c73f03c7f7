package io.latchkey.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.platform.crypto.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureTest {

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final Instant SENT_AT = Instant.ofEpochSecond(1_614_265_330L);
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final Secret SECRET = Secret.of(Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

    /** The values are those of the tests of Standard Webhooks' own libraries. */
    @Test
    void isAsStandardWebhooksSays() {
        assertThat(Signature.of(List.of(SECRET), ID, SENT_AT, BODY))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void isOneForEachSecret() {
        Secret other = WebhookSecret.random(new SecureRandom());

        assertThat(Signature.of(List.of(other, SECRET), ID, SENT_AT, BODY))
                .isEqualTo(Signature.of(List.of(other), ID, SENT_AT, BODY) + " "
                        + Signature.of(List.of(SECRET), ID, SENT_AT, BODY));
    }

    @Test
    void isOfSecretsThatAreWrittenAsReceiversExpectThem() {
        Secret secret = WebhookSecret.random(new SecureRandom());

        String written = WebhookSecret.written(secret).reveal();

        assertThat(written).startsWith("whsec_");
        assertThat(Base64.getDecoder().decode(written.substring("whsec_".length())))
                .hasSize(32)
                .isEqualTo(secret.revealBytes());
        assertThat(WebhookSecret.written(secret)).hasToString("***");
    }
}
