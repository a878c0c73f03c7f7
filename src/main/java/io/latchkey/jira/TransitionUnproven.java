package io.latchkey.jira;

import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.TerminalFailure;

/**
 * Jira did not answer when a request was moved by a transition whose id was given by hand: where it leads is not known, so
 * the status does not tell whether it happened.
 */
final class TransitionUnproven extends RuntimeException implements TerminalFailure {

    private static final long serialVersionUID = 1L;

    @Override
    public String code() {
        return "jira.transition-unproven";
    }

    @Override
    public FailureKind kind() {
        return FailureKind.OUTSIDE;
    }

    @Override
    public String explanation() {
        return "Jira did not answer when Latchkey moved the request, and the recipe gives the transition by its id alone, so"
                + " its status does not tell whether it was moved. Look at the request and move it by hand if need be.";
    }
}
