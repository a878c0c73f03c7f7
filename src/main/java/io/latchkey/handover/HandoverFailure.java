package io.latchkey.handover;

import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.TerminalFailure;

/** Why a credential is not handed over, or no other one is made. */
final class HandoverFailure extends FailureException implements TerminalFailure {

    private static final long serialVersionUID = 1L;

    private HandoverFailure(FailureKind kind, String code, String explanation) {
        super(kind, code, explanation);
    }

    static HandoverFailure nothingToGive(String step) {
        return new HandoverFailure(
                FailureKind.OURS, "handover.nothing", "the step \"" + step + "\" has left no credential to hand over");
    }

    static HandoverFailure used() {
        return new HandoverFailure(
                FailureKind.CALLER,
                "handover.used",
                "another request has changed how the account is signed in to since, or is about to; nothing is handed over");
    }

    static HandoverFailure connectionGone(String name) {
        return new HandoverFailure(
                FailureKind.SETUP,
                "handover.connection-gone",
                "the connection \"" + name + "\" does not exist any more");
    }
}
