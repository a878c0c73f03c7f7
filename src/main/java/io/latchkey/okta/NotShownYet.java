package io.latchkey.okta;

import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.PatientFailure;
import java.time.Duration;

/** Okta does not show yet what has to be seen before going on: its System Log and its lists lag behind. */
final class NotShownYet extends FailureException implements PatientFailure {

    private static final long serialVersionUID = 1L;

    private final Duration lookAfter;

    NotShownYet(String code, String explanation, Duration lookAfter) {
        super(FailureKind.OUTSIDE, code, explanation);
        this.lookAfter = lookAfter;
    }

    @Override
    public Duration lookAfter() {
        return lookAfter;
    }
}
