package io.latchkey.work;

import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.RetryableFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** This node does not know a kind of look or step; a newer one beside it may. */
final class UnknownKind extends RuntimeException implements RetryableFailure {

    private static final long serialVersionUID = 1L;

    UnknownKind(String what, String kind, Set<String> known) {
        super("This node knows no " + what + " of kind " + kind + ", only " + known
                + "; it is left to a node of the version that planned it.");
    }

    @Override
    public String code() {
        return "work.kind-unknown";
    }

    @Override
    public FailureKind kind() {
        return FailureKind.SETUP;
    }

    @Override
    public String explanation() {
        return String.valueOf(getMessage());
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.empty();
    }
}
