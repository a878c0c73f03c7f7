package io.latchkey.tenant.connect;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * The body of a lifecycle callback; fields that we do not use are ignored.
 *
 * @param key the app's key, as in the descriptor
 * @param clientKey the site's key
 * @param sharedSecret only when installed; HS256 needs 32 bytes
 * @param eventType installed, uninstalled, enabled or disabled
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record LifecycleBody(
        @NotBlank @Size(max = 200) String key,

        @NotBlank @Size(max = 255) @Pattern(regexp = "[\\x21-\\x7e]*")
        String clientKey,

        @Size(min = 32, max = 1024) @Nullable String sharedSecret,
        @NotBlank @Size(max = 2000) String baseUrl,
        @Size(max = 2000) @Nullable String displayUrl,
        @Size(max = 2000) @Nullable String displayUrlServicedeskHelpCenter,

        @Size(max = 100) @Pattern(regexp = "[A-Za-z0-9-]*") @Nullable
        String cloudId,

        @Size(max = 50) @Nullable String productType,
        @NotBlank @Size(max = 50) String eventType) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "LifecycleBody[eventType=" + eventType + "]";
    }
}
