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
import io.latchkey.platform.json.CanonicalJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Master keys (AES-256-GCM) from the operator's environment or files, never stored in the database: the one that wraps, and
 * while it is exchanged a further one.
 */
@Component
class ConfiguredMasterKeys implements MasterKeys {

    private static final int BYTES = 32;
    private static final int ID_BYTES = 8;
    private static final byte[] ID_OF = "latchkey master key id:".getBytes(StandardCharsets.UTF_8);

    private final List<MasterKey> keys;

    ConfiguredMasterKeys(CryptoProperties properties) {
        MasterKey current = read("", properties.masterKey(), properties.masterKeyFile())
                .orElseThrow(() -> refused("", "Neither of " + names("") + " is set."));
        Optional<MasterKey> further = read("further-", properties.furtherMasterKey(), properties.furtherMasterKeyFile())
                .filter(key -> !key.id().equals(current.id()));
        this.keys = Stream.concat(Stream.of(current), further.stream()).toList();
    }

    @Override
    public MasterKey current() {
        return keys.get(0);
    }

    @Override
    public List<MasterKey> all() {
        return keys;
    }

    private static Optional<MasterKey> read(String which, @Nullable String value, @Nullable Path file) {
        if (value == null && file == null) {
            return Optional.empty();
        }
        if (value != null && file != null) {
            throw refused(which, "Both of " + names(which) + " are set.");
        }
        try {
            String text = value != null ? value : Files.readString(java.util.Objects.requireNonNull(file));
            byte[] bytes = Base64.getDecoder().decode(text.strip());
            if (bytes.length == BYTES) {
                return Optional.of(of(bytes));
            }
            throw refused(which, "The master key must be 32 bytes in base64; found " + bytes.length + " bytes.");
        } catch (IllegalArgumentException e) {
            // The cause is dropped: its message quotes the key.
            throw refused(which, "The master key is no base64 text.");
        } catch (IOException e) {
            throw refused(
                    which,
                    "The master key file " + file + " cannot be read ("
                            + e.getClass().getSimpleName() + ").");
        }
    }

    private static String names(String which) {
        return "latchkey.crypto." + which + "master-key and latchkey.crypto." + which + "master-key-file";
    }

    private static RefusedToStart refused(String which, String description) {
        String variable = which.isEmpty() ? "LATCHKEY_MASTER_KEY" : "LATCHKEY_FURTHER_MASTER_KEY";
        return new RefusedToStart(
                description,
                "Set " + (which.isEmpty() ? "exactly" : "at most") + " one of " + variable + " and " + variable
                        + "_FILE: 32 random bytes in base64, as openssl rand -base64 32 prints them. A database that is"
                        + " in use needs the key it was made with.");
    }

    @AccessesPartialKey
    private static MasterKey of(byte[] bytes) {
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
            Aead aead = KeysetHandle.newBuilder()
                    .addEntry(KeysetHandle.importKey(key).withRandomId().makePrimary())
                    .build()
                    .getPrimitive(RegistryConfiguration.get(), Aead.class);
            return new MasterKey(id(bytes), aead);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the master key could not be set up", e);
        }
    }

    /** The beginning of a hash: of 256 random bits it tells nothing. */
    private static String id(byte[] bytes) {
        var named = new ByteArrayOutputStream();
        named.writeBytes(ID_OF);
        named.writeBytes(bytes);
        return HexFormat.of().formatHex(CanonicalJson.sha256(named.toByteArray()), 0, ID_BYTES);
    }
}
