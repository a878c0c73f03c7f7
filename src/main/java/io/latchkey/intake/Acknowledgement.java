package io.latchkey.intake;

/** What became of a signal. All but {@link #CALLER_NOT_VALID} are acknowledged. */
enum Acknowledgement {
    /** Stored; a look is waiting. */
    STORED,
    /** The same delivery was stored before. */
    REPEATED,
    /** Our own account made the change; nothing to look at. */
    OWN_CHANGE,
    /** The installation or token has meanwhile ended. */
    CALLER_NOT_VALID
}
