package io.latchkey.platform.failure;

/**
 * A failure with a stable name. Implemented by the exceptions of each adapter; its message is safe for people: it holds
 * no secret and no personal datum.
 */
public interface Failure {

    /** Stable, dotted, lower case: {@code okta.rate-limited}. */
    String code();

    /** Whom it concerns. */
    FailureKind kind();

    /** What was found, what was expected, what to do; at most a few sentences. */
    String explanation();
}
