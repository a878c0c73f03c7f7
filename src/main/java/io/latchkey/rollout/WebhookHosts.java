package io.latchkey.rollout;

import io.latchkey.platform.http.AllowedLoopback;
import io.latchkey.platform.http.OutboundHosts;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/**
 * Which addresses may be called as webhooks: https on port 443 of a host that the operator listed, or a loopback address
 * that the operator listed. Asked when an address is entered, when a recipe that names it is saved, and at each call; which
 * addresses such a host may lead to is the matter of {@link io.latchkey.platform.http.OutboundAddresses}.
 */
@Component
class WebhookHosts implements OutboundHosts {

    private static final int LONGEST = 2_000;
    private static final int HTTPS = 443;

    private final AllowedLoopback loopback;
    private final List<String> listed;

    WebhookHosts(AllowedLoopback loopback, RolloutProperties properties) {
        this.loopback = loopback;
        this.listed = properties.webhookHosts();
    }

    /** Accepted, or refused with a code and a sentence for the administrator. */
    sealed interface Checked {

        /** An address to call. */
        record Accepted(URI url) implements Checked {}

        /** Not an address to call, and why; names the host and nothing else of the address. */
        record Refused(String code, String sentence) implements Checked {}
    }

    Checked check(String text) {
        URI url;
        try {
            url = new URI(text.strip());
        } catch (URISyntaxException e) {
            return malformed("it is no URL");
        }
        String host = url.getHost();
        if (host == null || url.getScheme() == null || text.length() > LONGEST) {
            return malformed("it needs a scheme and a host, and at most " + LONGEST + " characters");
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            return malformed("it has a user or a fragment (#)");
        }
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        if ((scheme.equals("http") || scheme.equals("https")) && loopback.allows(url)) {
            return new Checked.Accepted(url);
        }
        if (!scheme.equals("https")) {
            return malformed("it does not start with https");
        }
        if (url.getPort() != -1 && url.getPort() != HTTPS) {
            return malformed("it names a port other than " + HTTPS);
        }
        return name(host.toLowerCase(Locale.ROOT))
                ? new Checked.Accepted(url)
                : new Checked.Refused(
                        "rollout.host-not-allowed",
                        "Latchkey may not call the host " + host + ". Whoever operates Latchkey has to add it to"
                                + " latchkey.rollout.webhook-hosts (LATCHKEY_WEBHOOK_HOSTS) first; ask them.");
    }

    @Override
    public boolean name(String host) {
        return listed.stream().anyMatch(entry -> fits(entry, host));
    }

    private static boolean fits(String entry, String host) {
        return entry.startsWith("*.")
                ? host.endsWith(entry.substring(1)) && host.length() > entry.length() - 1
                : host.equals(entry);
    }

    private static Checked malformed(String found) {
        return new Checked.Refused(
                "rollout.url-malformed",
                "The address of a webhook looks like https://hooks.example.com/latchkey; this one cannot be used: "
                        + found + ".");
    }
}
