package io.latchkey.platform.failure;

import java.time.Duration;
import java.util.Optional;

/** A failure that may pass: the same call can succeed later. */
public interface RetryableFailure extends Failure {

    /** How long the other side asked us to wait at least; empty when it did not say. */
    Optional<Duration> retryAfter();
}
