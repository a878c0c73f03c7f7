package io.latchkey.platform.crypto;

import java.util.List;
import java.util.Optional;

/**
 * The master keys that this node may use. A key service takes the place of configured keys by implementing this, with
 * {@link com.google.crypto.tink.KmsClient#getAead} for its {@link MasterKey#aead} and the name of the key's version for
 * its id.
 */
public interface MasterKeys {

    /** Wraps whatever is wrapped from now on. */
    MasterKey current();

    /** All that unwrap, the current one first. */
    List<MasterKey> all();

    /** The one of this id. */
    default Optional<MasterKey> find(String id) {
        return all().stream().filter(key -> key.id().equals(id)).findFirst();
    }
}
