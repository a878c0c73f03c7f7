package io.latchkey.platform.crypto;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The master key that wraps every tenant's keyset, given as a value or as a file, and how keys are turned.
 *
 * @param masterKey 32 random bytes in base64, as {@code openssl rand -base64 32} prints them
 * @param masterKeyFile a file that holds the same
 * @param furtherMasterKey a second master key, which unwraps and wraps nothing; while the master key is exchanged
 * @param furtherMasterKeyFile a file that holds the same
 * @param rememberedFor how long a node uses a keyset without reading it again; twice as long nothing is found before old
 *     keysets are destroyed; two minutes at least, see {@link RotationGuard}
 * @param turnEvery the pause between two looks for keysets and rows that are under an old key, on every node
 */
@ConfigurationProperties("latchkey.crypto")
public record CryptoProperties(
        @Nullable String masterKey,
        @Nullable Path masterKeyFile,
        @Nullable String furtherMasterKey,
        @Nullable Path furtherMasterKeyFile,
        @DefaultValue("10m") Duration rememberedFor,
        @DefaultValue("30s") Duration turnEvery) {

    /** An empty value, which an unset environment variable leaves behind, is none. */
    public CryptoProperties {
        masterKey = given(masterKey);
        masterKeyFile = given(masterKeyFile);
        furtherMasterKey = given(furtherMasterKey);
        furtherMasterKeyFile = given(furtherMasterKeyFile);
    }

    /** How long it takes until no node uses what it remembers, and every transaction that did has ended. */
    Duration settled() {
        return rememberedFor.multipliedBy(2);
    }

    private static <T> @Nullable T given(@Nullable T value) {
        return value == null || value.toString().isBlank() ? null : value;
    }

    @Override
    public String toString() {
        return "CryptoProperties[masterKey=***, masterKeyFile=" + masterKeyFile + ", furtherMasterKey=***,"
                + " furtherMasterKeyFile=" + furtherMasterKeyFile + ", rememberedFor=" + rememberedFor
                + ", turnEvery=" + turnEvery + "]";
    }
}
