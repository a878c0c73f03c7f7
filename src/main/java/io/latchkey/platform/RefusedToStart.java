package io.latchkey.platform;

/**
 * A node that must not run as it is set up. The operator reads what was found and what to do, and no stack trace. Neither
 * sentence holds a secret.
 */
public final class RefusedToStart extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /**
     * A refusal.
     *
     * @param description what was found, and what was expected
     * @param action what the operator does about it
     */
    public RefusedToStart(String description, String action) {
        super(description);
        this.action = action;
    }

    /** What was found, and what was expected. */
    public String description() {
        return String.valueOf(getMessage());
    }

    /** What the operator does about it. */
    public String action() {
        return action;
    }
}
