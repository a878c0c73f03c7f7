package io.latchkey.work;

import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.LimitReached;
import java.time.Duration;
import java.util.Optional;

/** What an item lacked when it was last tried is still not to be had; nothing was asked of anybody. */
final class StillLimited extends FailureException implements LimitReached {

    private static final long serialVersionUID = 1L;

    private final Duration wait;

    StillLimited(String code, FailureKind kind, String explanation, Duration wait) {
        super(kind, code, explanation, false);
        this.wait = wait;
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.of(wait);
    }
}
