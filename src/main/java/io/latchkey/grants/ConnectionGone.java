package io.latchkey.grants;

import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.TerminalFailure;

/** The Okta connection through which access was given, or is to be given, does not exist. */
final class ConnectionGone extends FailureException implements TerminalFailure {

    private static final long serialVersionUID = 1L;

    ConnectionGone(String which) {
        super(
                FailureKind.SETUP,
                "okta.connection-gone",
                "the Okta connection " + which + ", through which the access is given, does not exist any more");
    }
}
