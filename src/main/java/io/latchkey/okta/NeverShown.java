package io.latchkey.okta;

import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.TerminalFailure;

/** Okta has not shown in time what has to be seen before going on. Nothing is done on a guess: a person decides. */
final class NeverShown extends RuntimeException implements TerminalFailure {

    private static final long serialVersionUID = 1L;

    private final String code;

    NeverShown(String code, String explanation) {
        super(explanation);
        this.code = code;
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
