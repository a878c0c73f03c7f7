package io.latchkey.platform.crypto;

import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.TerminalFailure;

/** A ciphertext that does not belong where it was found, or whose key is not ours. */
public final class CannotOpen extends FailureException implements TerminalFailure {

    private static final long serialVersionUID = 1L;

    /** The cause is dropped on purpose: it may carry parts of what was decrypted. */
    CannotOpen(Place place, Sealed sealed) {
        super(
                FailureKind.OURS,
                "crypto.cannot-open",
                "the sealed value of %s.%s, row %s, version %d, key %s does not open: it was moved, replaced or made"
                                .formatted(place.table(), place.column(), place.row(), place.version(), sealed.keyId())
                        + " with another master key; restore the row or the key it was made with");
    }
}
