package io.latchkey.provisioning;

import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.TerminalFailure;

/** A recipe names an Okta connection that does not exist any more. */
final class ConnectionGone extends FailureException implements TerminalFailure {

    private static final long serialVersionUID = 1L;

    ConnectionGone(String name) {
        super(
                FailureKind.SETUP,
                "recipe.connection-gone",
                "The recipe names the Okta connection \"" + name
                        + "\", which does not exist any more; an administrator can create it again or save the recipe with another.");
    }
}
