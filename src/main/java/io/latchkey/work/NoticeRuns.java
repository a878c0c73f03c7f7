package io.latchkey.work;

/**
 * Names a kind of run that does nothing but say what people have to know, such as the note that a request waits for them. What
 * cannot be said because the other side is away is tried for as long as {@code latchkey.work.max-notice-attempts} allows: a
 * run that is parked is told by a note, and a parked note by nothing.
 */
public interface NoticeRuns {

    /** The kind of these runs. */
    String kind();
}
