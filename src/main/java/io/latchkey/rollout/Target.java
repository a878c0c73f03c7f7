package io.latchkey.rollout;

import io.latchkey.platform.crypto.Secret;
import java.net.URI;
import java.util.List;

/**
 * Where a webhook leads to, and what signs. Prints neither.
 *
 * @param name of the webhook
 * @param url as an administrator entered it; whether it may be called is asked anew
 * @param secrets the present one, and the one before while it overlaps
 */
record Target(String name, URI url, List<Secret> secrets) {

    @Override
    public String toString() {
        return "Target[" + name + "]";
    }
}
