package io.latchkey.platform.crypto;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The master key that wraps every tenant's keyset: given as a value or as a file, one of the two.
 *
 * @param masterKey 32 random bytes in base64, as {@code openssl rand -base64 32} prints them
 * @param masterKeyFile a file that holds the same
 */
@ConfigurationProperties("latchkey.crypto")
public record CryptoProperties(
        @Nullable String masterKey, @Nullable Path masterKeyFile) {

    /** An empty value, which an unset environment variable leaves behind, is none. */
    public CryptoProperties {
        masterKey = masterKey == null || masterKey.isBlank() ? null : masterKey;
        masterKeyFile = masterKeyFile == null || masterKeyFile.toString().isBlank() ? null : masterKeyFile;
    }

    @Override
    public String toString() {
        return "CryptoProperties[masterKey=***, masterKeyFile=" + masterKeyFile + "]";
    }
}
