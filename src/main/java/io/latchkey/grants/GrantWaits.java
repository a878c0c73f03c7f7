package io.latchkey.grants;

import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.PatientFailure;
import java.time.Duration;

/** Something has to pass first: Okta is away, or shows something late, or the same membership is being ended just now. */
final class GrantWaits extends FailureException implements PatientFailure {

    private static final long serialVersionUID = 1L;

    private final Duration lookAfter;

    GrantWaits(String code, String explanation, Duration lookAfter) {
        super(FailureKind.OUTSIDE, code, explanation);
        this.lookAfter = lookAfter;
    }

    @Override
    public Duration lookAfter() {
        return lookAfter;
    }
}
