package io.latchkey.work;

import io.latchkey.platform.failure.Failure;
import io.latchkey.platform.failure.FailureKind;

/** Stands for an exception that no adapter mapped: a bug of ours. Its message is kept out, since it may hold anything. */
record Unexpected(Class<? extends Throwable> type) implements Failure {

    @Override
    public String code() {
        return "ours.unexpected";
    }

    @Override
    public FailureKind kind() {
        return FailureKind.OURS;
    }

    @Override
    public String explanation() {
        return "An unexpected " + type.getSimpleName()
                + " stopped this step; the node's log has the details. Nothing was guessed; retry it when it is mended.";
    }

    static Failure of(Throwable thrown) {
        return thrown instanceof Failure failure ? failure : new Unexpected(thrown.getClass());
    }
}
