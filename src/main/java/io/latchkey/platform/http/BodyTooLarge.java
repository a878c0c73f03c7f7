package io.latchkey.platform.http;

import java.io.IOException;

/** More bytes arrived than are read; found wherever the body is being parsed. */
final class BodyTooLarge extends IOException {

    private static final long serialVersionUID = 1L;

    BodyTooLarge(long limit) {
        super("the request body is larger than " + limit + " bytes");
    }

    /** Whether a failure was caused by one of these, however it was wrapped on its way. */
    static boolean caused(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof BodyTooLarge) {
                return true;
            }
        }
        return false;
    }
}
