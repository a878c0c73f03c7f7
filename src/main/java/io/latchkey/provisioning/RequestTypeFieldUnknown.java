package io.latchkey.provisioning;

import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.TerminalFailure;

/** The newest recipe does not say which field of the site holds the type of a request. */
final class RequestTypeFieldUnknown extends FailureException implements TerminalFailure {

    private static final long serialVersionUID = 1L;

    RequestTypeFieldUnknown(String recipeKey) {
        super(
                FailureKind.SETUP,
                "recipe.request-type-field-unknown",
                "The recipe \"" + recipeKey
                        + "\" was saved without the field that holds the type of a request; an administrator has to save it again.");
    }
}
