package io.latchkey.recipe;

import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.TerminalFailure;

/** An expression that cannot be read, or that has no value for a request: {@code recipe.expression-invalid}. */
public final class ExpressionFailure extends FailureException implements TerminalFailure {

    private static final long serialVersionUID = 1L;

    /** The explanation says what was found, without values of a request. */
    ExpressionFailure(String explanation) {
        super(FailureKind.CALLER, "recipe.expression-invalid", explanation);
    }
}
