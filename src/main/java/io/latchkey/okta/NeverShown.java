package io.latchkey.okta;

import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.TerminalFailure;

/** Okta has not shown in time what has to be seen before going on. Nothing is done on a guess: a person decides. */
final class NeverShown extends FailureException implements TerminalFailure {

    private static final long serialVersionUID = 1L;

    NeverShown(String code, String explanation) {
        super(FailureKind.OUTSIDE, code, explanation);
    }
}
