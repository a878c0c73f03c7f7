package io.latchkey.okta;

import java.util.UUID;

/**
 * Names a connection within its tenant.
 *
 * @param value UUIDv7
 */
public record OktaConnectionId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
