package io.latchkey.work;

/** What came of asking that a run be stopped. */
public sealed interface Cancel {

    /** It is stopped, or stops before its next effect. */
    record Accepted() implements Cancel {}

    /**
     * It has ended.
     *
     * @param state in which state it is
     */
    record Over(String state) implements Cancel {}

    /** There is no such run. */
    record NoSuchRun() implements Cancel {}
}
