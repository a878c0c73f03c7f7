package io.latchkey.handover;

import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.PatientFailure;
import java.time.Duration;

/** Another request of ours is about to change how the account is signed in to: which credential works is known after that. */
final class AccountBusy extends FailureException implements PatientFailure {

    private static final long serialVersionUID = 1L;

    /** The other one is done, stopped or parked before long: Okta is called without a pause, or waited for so often at most. */
    private static final Duration SOON = Duration.ofSeconds(5);

    AccountBusy() {
        super(
                FailureKind.OUTSIDE,
                "handover.account-busy",
                "another request is about to change how the account is signed in to; its credential is handed over after that");
    }

    @Override
    public Duration lookAfter() {
        return SOON;
    }
}
