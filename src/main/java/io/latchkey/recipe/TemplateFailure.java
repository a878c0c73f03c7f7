package io.latchkey.recipe;

import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.TerminalFailure;

/** A text that cannot be made: {@code recipe.value-missing}, {@code recipe.text-too-long}, or a template that is none. */
public final class TemplateFailure extends RuntimeException implements TerminalFailure {

    private static final long serialVersionUID = 1L;

    private final String code;

    /** The explanation names references, never values. */
    TemplateFailure(String code, String explanation) {
        super(explanation);
        this.code = code;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public FailureKind kind() {
        return FailureKind.CALLER;
    }

    @Override
    public String explanation() {
        return String.valueOf(getMessage());
    }
}
