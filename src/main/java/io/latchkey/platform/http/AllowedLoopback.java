package io.latchkey.platform.http;

import io.latchkey.platform.RefusedToStart;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The exceptions to "only the vendors' https hosts are called": exact loopback addresses, listed by the operator to try
 * the product against the sandbox. Anything else in the list refuses to start.
 */
@Component
public class AllowedLoopback {

    private static final Pattern ENTRY = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1]):([1-9][0-9]{0,4})");

    private final Set<String> entries;

    /** Reads the operator's list. */
    public AllowedLoopback(HttpProperties properties) {
        this.entries = properties.allowedLoopback().stream()
                .map(AllowedLoopback::checked)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String checked(String entry) {
        var matcher = ENTRY.matcher(entry);
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535) {
            throw new RefusedToStart(
                    "latchkey.http.allowed-loopback holds \"" + entry
                            + "\"; expected localhost:PORT, 127.0.0.1:PORT or [::1]:PORT, and nothing that leaves this machine.",
                    "Remove it from LATCHKEY_ALLOWED_LOOPBACK, which is for the sandbox only.");
        }
        return entry;
    }

    /** Whether this address was listed, with exactly its host and port. */
    public boolean allows(URI address) {
        String host = address.getHost();
        return host != null
                && address.getPort() > 0
                && address.getUserInfo() == null
                && entries.contains(host.toLowerCase(Locale.ROOT) + ":" + address.getPort());
    }

    /** The list, for health. */
    public Set<String> entries() {
        return entries;
    }
}
