package io.latchkey.work;

/** Another worker has taken this item over; whoever sees this stops at once and writes nothing more. */
public final class FenceLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FenceLost(Object id) {
        super("another worker has taken over work item " + id);
    }
}
