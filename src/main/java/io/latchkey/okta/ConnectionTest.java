package io.latchkey.okta;

import java.time.Instant;
import java.util.Optional;

/**
 * How the last test of a connection ended, of the app that it has now.
 *
 * @param at when
 * @param problem what stood in the way first, in words; empty when it worked
 */
public record ConnectionTest(Instant at, Optional<String> problem) {}
