package io.latchkey.work;

import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.RetryableFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** This node does not know a kind of look or step; a newer one beside it may. */
final class UnknownKind extends FailureException implements RetryableFailure {

    private static final long serialVersionUID = 1L;

    UnknownKind(String what, String kind, Set<String> known) {
        super(
                FailureKind.SETUP,
                "work.kind-unknown",
                "This node knows no " + what + " of kind " + kind + ", only " + known
                        + "; it is left to a node of the version that planned it.");
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.empty();
    }
}
