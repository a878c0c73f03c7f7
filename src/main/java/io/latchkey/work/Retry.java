package io.latchkey.work;

/** What came of asking that a parked run be tried again. */
public sealed interface Retry {

    /** It waits to be tried again, at the step where it stopped. */
    record Accepted() implements Retry {}

    /**
     * It is not parked.
     *
     * @param state in which state it is
     */
    record NotParked(String state) implements Retry {}

    /** There is no such run. */
    record NoSuchRun() implements Retry {}
}
