package io.latchkey.platform.http;

import java.net.UnknownHostException;

/** A host or address that is never called; nothing was sent. */
final class RefusedAddress extends UnknownHostException {

    private static final long serialVersionUID = 1L;

    RefusedAddress(String message) {
        super(message);
    }
}
