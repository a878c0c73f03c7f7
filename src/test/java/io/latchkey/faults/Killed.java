package io.latchkey.faults;

/** The node that ran here is gone: unwinds its stack, and no catch of a failure may stop it. */
final class Killed extends Error {

    private static final long serialVersionUID = 1L;

    Killed() {
        super("this node was killed", null, false, false);
    }
}
