package io.latchkey.platform.crypto;

import io.latchkey.platform.TenantId;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;

/**
 * Where a ciphertext lives. It is authenticated with the ciphertext, so that one copied to another row, or an older one
 * put back, does not open.
 *
 * @param tenant whose key
 * @param table table name
 * @param column column name
 * @param row the row's id
 * @param version the row's version of this value, rising with each new value
 */
public record Place(TenantId tenant, String table, String column, UUID row, int version) {

    /** The associated data; each part is written with its length, so that no two places share it. */
    byte[] associatedData(UUID keyId) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeUTF(tenant.toString());
            out.writeUTF(table);
            out.writeUTF(column);
            out.writeUTF(row.toString());
            out.writeInt(version);
            out.writeUTF(keyId.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
