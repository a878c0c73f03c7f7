package io.latchkey.okta;

import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.PatientFailure;
import java.time.Duration;

/** Okta does not show yet what has to be seen before going on: its System Log and its lists lag behind. */
final class NotShownYet extends RuntimeException implements PatientFailure {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final Duration lookAfter;

    NotShownYet(String code, String explanation, Duration lookAfter) {
        super(explanation);
        this.code = code;
        this.lookAfter = lookAfter;
    }

    @Override
    public Duration lookAfter() {
        return lookAfter;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public FailureKind kind() {
        return FailureKind.OUTSIDE;
    }

    @Override
    public String explanation() {
        return String.valueOf(getMessage());
    }
}
