package io.latchkey.grants;

import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.TerminalFailure;

/** Access cannot be given or extended as it was asked for. */
final class GrantRefused extends FailureException implements TerminalFailure {

    private static final long serialVersionUID = 1L;

    GrantRefused(String code, String explanation) {
        super(FailureKind.CALLER, code, explanation);
    }
}
