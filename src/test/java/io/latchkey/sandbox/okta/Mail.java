package io.latchkey.sandbox.okta;

import java.time.Instant;

/**
 * A mail that the org would have sent.
 *
 * @param at when
 * @param to address
 * @param kind {@code activation}, {@code reset_password} or {@code deactivation}
 * @param subject its subject
 * @param link where its button leads; empty when it has none
 */
public record Mail(Instant at, String to, String kind, String subject, String link) {}
