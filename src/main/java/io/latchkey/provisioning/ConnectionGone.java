package io.latchkey.provisioning;

import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.TerminalFailure;

/** A recipe names an Okta connection that does not exist any more. */
final class ConnectionGone extends RuntimeException implements TerminalFailure {

    private static final long serialVersionUID = 1L;

    ConnectionGone(String name) {
        super(
                "The recipe names the Okta connection \"" + name
                        + "\", which does not exist any more; an administrator can create it again or save the recipe with another.");
    }

    @Override
    public String code() {
        return "recipe.connection-gone";
    }

    @Override
    public FailureKind kind() {
        return FailureKind.SETUP;
    }

    @Override
    public String explanation() {
        return String.valueOf(getMessage());
    }
}
