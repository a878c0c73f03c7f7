package io.latchkey.okta;

import io.latchkey.platform.crypto.Secret;
import java.time.Instant;

/**
 * An access token and when it ends.
 *
 * @param value sent with each call
 * @param type how it is shown
 * @param expiresAt by the injected clock
 */
record AccessToken(Secret value, Type type, Instant expiresAt) {

    /** What Okta calls {@code token_type}. */
    enum Type {
        /** Of use to whoever has it (RFC 6750). */
        BEARER,
        /** Of use only with a proof of the key that it is bound to (RFC 9449). */
        DPOP
    }
}
