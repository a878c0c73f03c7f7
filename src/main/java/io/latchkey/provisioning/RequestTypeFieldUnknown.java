package io.latchkey.provisioning;

import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.TerminalFailure;

/** The newest recipe does not say which field of the site holds the type of a request. */
final class RequestTypeFieldUnknown extends RuntimeException implements TerminalFailure {

    private static final long serialVersionUID = 1L;

    RequestTypeFieldUnknown(String recipeKey) {
        super(
                "The recipe \"" + recipeKey
                        + "\" was saved without the field that holds the type of a request; an administrator has to save it again.");
    }

    @Override
    public String code() {
        return "recipe.request-type-field-unknown";
    }

    @Override
    public FailureKind kind() {
        return FailureKind.SETUP;
    }

    @Override
    public String explanation() {
        return String.valueOf(getMessage());
    }
}
