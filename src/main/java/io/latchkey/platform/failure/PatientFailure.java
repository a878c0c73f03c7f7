package io.latchkey.platform.failure;

import java.time.Duration;
import java.util.Optional;

/**
 * The other side has not shown yet what it is known to show late. Nothing has failed, so it counts as no attempt; whoever
 * throws it says when to look again, and throws a {@link TerminalFailure} once it has waited long enough.
 */
public interface PatientFailure extends RetryableFailure {

    /** When to look again. */
    Duration lookAfter();

    @Override
    default Optional<Duration> retryAfter() {
        return Optional.of(lookAfter());
    }
}
