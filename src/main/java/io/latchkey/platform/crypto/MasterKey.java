package io.latchkey.platform.crypto;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import io.latchkey.platform.RefusedToStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.springframework.stereotype.Component;

/** The key that wraps the tenants' keysets (AES-256-GCM). Known to the operator, never stored in the database. */
@Component
class MasterKey {

    private static final int BYTES = 32;

    private final Aead aead;

    MasterKey(CryptoProperties properties) {
        this.aead = aead(bytes(properties));
    }

    Aead aead() {
        return aead;
    }

    private static byte[] bytes(CryptoProperties properties) {
        String value = properties.masterKey();
        Path file = properties.masterKeyFile();
        if ((value == null) == (file == null)) {
            throw refused((value == null ? "Neither" : "Both") + " of latchkey.crypto.master-key and"
                    + " latchkey.crypto.master-key-file " + (value == null ? "is set." : "are set."));
        }
        try {
            String text = value != null ? value : Files.readString(file);
            byte[] bytes = Base64.getDecoder().decode(text.strip());
            if (bytes.length == BYTES) {
                return bytes;
            }
            throw refused("The master key must be 32 bytes in base64; found " + bytes.length + " bytes.");
        } catch (IllegalArgumentException e) {
            // The cause is dropped: its message quotes the key.
            throw refused("The master key is no base64 text.");
        } catch (IOException e) {
            throw refused("The master key file " + file + " cannot be read ("
                    + e.getClass().getSimpleName() + ").");
        }
    }

    private static RefusedToStart refused(String description) {
        return new RefusedToStart(
                description,
                "Set exactly one of LATCHKEY_MASTER_KEY and LATCHKEY_MASTER_KEY_FILE: 32 random bytes in base64, as"
                        + " openssl rand -base64 32 prints them. A database that is in use needs the key it was made with.");
    }

    @AccessesPartialKey
    private static Aead aead(byte[] bytes) {
        try {
            AeadConfig.register();
            AesGcmParameters parameters = AesGcmParameters.builder()
                    .setKeySizeBytes(BYTES)
                    .setIvSizeBytes(12)
                    .setTagSizeBytes(16)
                    .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                    .build();
            AesGcmKey key = AesGcmKey.builder()
                    .setParameters(parameters)
                    .setKeyBytes(SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get()))
                    .build();
            return KeysetHandle.newBuilder()
                    .addEntry(KeysetHandle.importKey(key).withRandomId().makePrimary())
                    .build()
                    .getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the master key could not be set up", e);
        }
    }
}
