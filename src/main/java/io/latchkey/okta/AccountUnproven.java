package io.latchkey.okta;

import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.RetryableFailure;
import java.time.Duration;
import java.util.Optional;

/**
 * An account with the wanted login exists after an answer of ours was lost, and Okta's System Log does not tell yet who
 * created it. It is not adopted on a guess; the log is asked again.
 */
final class AccountUnproven extends RuntimeException implements RetryableFailure {

    private static final long serialVersionUID = 1L;

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.of(Duration.ofSeconds(5));
    }

    @Override
    public String code() {
        return "okta.account-unproven";
    }

    @Override
    public FailureKind kind() {
        return FailureKind.OUTSIDE;
    }

    @Override
    public String explanation() {
        return "Okta did not answer when Latchkey created the account. An account with this login exists now, but Okta's"
                + " System Log does not say yet who created it, so Latchkey does not touch it. If it was created by"
                + " Latchkey, the log will say so within minutes; otherwise a person has to decide.";
    }
}
