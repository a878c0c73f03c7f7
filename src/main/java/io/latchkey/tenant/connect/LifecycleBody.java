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

        @NotBlank @Size(max = LONGEST_CLIENT_KEY) @Pattern(regexp = PRINTABLE)
        String clientKey,

        @Size(min = 32, max = 1024) @Nullable String sharedSecret,
        @NotBlank @Size(max = 2000) String baseUrl,

        @Size(max = 100) @Pattern(regexp = "[A-Za-z0-9-]*") @Nullable
        String cloudId,

        @Size(max = 50) @Nullable String productType,
        @NotBlank @Size(max = 50) String eventType) {

    private static final int LONGEST_CLIENT_KEY = 255;
    private static final String PRINTABLE = "[\\x21-\\x7e]*";
    private static final java.util.regex.Pattern CLIENT_KEY = java.util.regex.Pattern.compile(PRINTABLE);

    /** Whether this could be a site's key at all. */
    static boolean isClientKey(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_CLIENT_KEY
                && CLIENT_KEY.matcher(text).matches();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "LifecycleBody[eventType=" + eventType + "]";
    }
}
