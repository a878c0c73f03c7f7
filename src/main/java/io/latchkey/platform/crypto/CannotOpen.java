package io.latchkey.platform.crypto;

import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.TerminalFailure;

/** A ciphertext that does not belong where it was found, or whose key is not ours. */
public final class CannotOpen extends RuntimeException implements TerminalFailure {

    private static final long serialVersionUID = 1L;

    /** The cause is dropped on purpose: it may carry parts of what was decrypted. */
    CannotOpen(Place place, Sealed sealed) {
        super("the sealed value of %s.%s, row %s, version %d, key %s does not open: it was moved, replaced or made"
                        .formatted(place.table(), place.column(), place.row(), place.version(), sealed.keyId())
                + " with another master key; restore the row or the key it was made with");
    }

    @Override
    public String code() {
        return "crypto.cannot-open";
    }

    @Override
    public FailureKind kind() {
        return FailureKind.OURS;
    }

    @Override
    public String explanation() {
        return String.valueOf(getMessage());
    }
}
