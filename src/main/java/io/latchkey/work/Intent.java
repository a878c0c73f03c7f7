package io.latchkey.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.platform.crypto.Secret;
import java.util.Optional;

/**
 * What a step is about to do, committed before it does it.
 *
 * @param detail what a later look needs to recognise the effect; no secret
 * @param secret a credential the step is going to set; stored sealed
 * @param claim what the step is about to make, when it is something that exists once (an account with a login), in plain
 *     words; the ledger keeps only a keyed hash of it, which is what a committed intent holds
 */
public record Intent(JsonNode detail, Optional<Secret> secret, Optional<String> claim) {

    /** An intent that needs no detail. */
    public static Intent plain() {
        return new Intent(JsonNodeFactory.instance.objectNode(), Optional.empty(), Optional.empty());
    }

    /** An intent to set a credential. */
    public static Intent with(Secret secret) {
        return new Intent(JsonNodeFactory.instance.objectNode(), Optional.of(secret), Optional.empty());
    }
}
