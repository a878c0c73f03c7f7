package io.latchkey.intake;

import java.time.Instant;

/**
 * A signal that was stored.
 *
 * @param source {@code webhook}, {@code automation} or {@code sweep}
 * @param at when it came
 */
public record ReceivedSignal(String source, Instant at) {}
