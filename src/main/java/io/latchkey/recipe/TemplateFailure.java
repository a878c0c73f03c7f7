package io.latchkey.recipe;

import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.TerminalFailure;

/** A text that cannot be made: {@code recipe.value-missing}, {@code recipe.text-too-long}, or a template that is none. */
public final class TemplateFailure extends FailureException implements TerminalFailure {

    private static final long serialVersionUID = 1L;

    /** The explanation names references, never values. */
    TemplateFailure(String code, String explanation) {
        super(FailureKind.CALLER, code, explanation);
    }
}
