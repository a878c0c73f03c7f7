package io.latchkey.platform.failure;

import org.jspecify.annotations.Nullable;

/**
 * A failure that is thrown. It promises what {@link Failure} does: a code that never changes, and a message that is safe
 * for people, which is its explanation. It does not say by itself whether it may pass: a subclass implements {@link
 * RetryableFailure} or {@link TerminalFailure}.
 */
public abstract class FailureException extends RuntimeException implements Failure {

    private static final long serialVersionUID = 1L;

    private final FailureKind kind;
    private final String code;

    /** For a failure of ours, or one whose cause says no more or may not be shown. */
    protected FailureException(FailureKind kind, String code, String message) {
        this(kind, code, message, null);
    }

    /** The cause goes to the log as it is, so it must hold no secret and no personal datum either. */
    protected FailureException(FailureKind kind, String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.code = code;
    }

    /** Without a stack trace, and without suppressed exceptions, when told so: for what is thrown often by design. */
    protected FailureException(FailureKind kind, String code, String message, boolean stackTrace) {
        super(message, null, stackTrace, stackTrace);
        this.kind = kind;
        this.code = code;
    }

    @Override
    public final String code() {
        return code;
    }

    @Override
    public final FailureKind kind() {
        return kind;
    }

    @Override
    public final String explanation() {
        return String.valueOf(getMessage());
    }
}
