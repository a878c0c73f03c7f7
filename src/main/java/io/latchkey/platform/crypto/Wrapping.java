package io.latchkey.platform.crypto;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import io.latchkey.platform.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Wraps keysets under the current master key and unwraps them with whichever they are under, bound to their row. */
@Component
class Wrapping {

    private final MasterKeys masters;

    Wrapping(MasterKeys masters) {
        this.masters = masters;
    }

    /** A keyset as it is stored. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier between a keyset and its row, never compared
    record Wrapped(byte[] bytes, @Nullable String masterKeyId) {}

    /** The row of a keyset. */
    record Row(String table, TenantId tenant, UUID id) {

        private byte[] associatedData() {
            String named = table.equals(FINGERPRINTS) ? table + "|" + tenant : table + "|" + tenant + "|" + id;
            return named.getBytes(StandardCharsets.UTF_8);
        }
    }

    static final String KEYSETS = "tenant_keyset";
    static final String FINGERPRINTS = "tenant_fingerprint_key";

    /** The id of the master key that wraps now. */
    String current() {
        return masters.current().id();
    }

    /** All master keys that unwrap here. */
    List<String> known() {
        return masters.all().stream().map(MasterKey::id).toList();
    }

    Wrapped wrap(KeysetHandle keyset, Row row) throws GeneralSecurityException {
        MasterKey master = masters.current();
        return new Wrapped(
                TinkProtoKeysetFormat.serializeEncryptedKeyset(keyset, master.aead(), row.associatedData()),
                master.id());
    }

    /**
     * Unwraps a keyset.
     *
     * @throws WrongMasterKey when none of the master keys opens it
     */
    KeysetHandle unwrap(Wrapped wrapped, Row row) {
        String id = wrapped.masterKeyId();
        List<MasterKey> candidates =
                id == null ? masters.all() : masters.find(id).stream().toList();
        for (MasterKey master : candidates) {
            try {
                return TinkProtoKeysetFormat.parseEncryptedKeyset(wrapped.bytes(), master.aead(), row.associatedData());
            } catch (GeneralSecurityException e) {
                // Where it was not kept which key wraps it, another one may.
            }
        }
        throw new WrongMasterKey(row, id);
    }

    /** A keyset that no master key of this node opens. */
    static final class WrongMasterKey extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        WrongMasterKey(Row row, @Nullable String masterKeyId) {
            super("the keyset " + row.id() + " in " + row.table() + " of tenant " + row.tenant()
                    + " does not open with this master key; it is under "
                    + (masterKeyId == null ? "one that was not noted" : "master key " + masterKeyId));
        }
    }
}
