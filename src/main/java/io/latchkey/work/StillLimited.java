package io.latchkey.work;

import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.LimitReached;
import java.time.Duration;
import java.util.Optional;

/** What an item lacked when it was last tried is still not to be had; nothing was asked of anybody. */
final class StillLimited extends RuntimeException implements LimitReached {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final FailureKind kind;
    private final Duration wait;

    StillLimited(String code, FailureKind kind, String explanation, Duration wait) {
        super(explanation, null, false, false);
        this.code = code;
        this.kind = kind;
        this.wait = wait;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public FailureKind kind() {
        return kind;
    }

    @Override
    public String explanation() {
        return String.valueOf(getMessage());
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.of(wait);
    }
}
