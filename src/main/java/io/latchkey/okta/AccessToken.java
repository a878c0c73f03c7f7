package io.latchkey.okta;

import io.latchkey.platform.crypto.Secret;
import java.time.Instant;

/**
 * An access token and when it ends.
 *
 * @param value sent with each call
 * @param expiresAt by the injected clock
 */
record AccessToken(Secret value, Instant expiresAt) {}
