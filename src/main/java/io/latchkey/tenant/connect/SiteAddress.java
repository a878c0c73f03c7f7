package io.latchkey.tenant.connect;

import io.latchkey.platform.http.AllowedLoopback;
import io.latchkey.platform.http.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Which addresses a site may give for itself. The lifecycle token signs no body, so what the body says is checked: the
 * REST interface is on Atlassian's hosts and nowhere else, since signed requests are sent there. What people see may have a
 * domain of its own; it is asked of Jira and only ever named in a header.
 */
@Component
class SiteAddress {

    private static final List<String> ATLASSIAN = List.of(".atlassian.net", ".jira.com", ".jira-dev.com");
    private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");

    private final AllowedLoopback loopback;

    SiteAddress(AllowedLoopback loopback) {
        this.loopback = loopback;
    }

    /**
     * Reads the address of a site's REST interface, without a path.
     *
     * @throws Problem 400 when it is none, or not one of Atlassian's
     */
    URI base(String text) {
        URI address = address("baseUrl", text);
        if (!isBase(address)) {
            throw refused(
                    "baseUrl", "an https address without a path, on *.atlassian.net, *.jira.com or *.jira-dev.com");
        }
        return address;
    }

    /** Whether signed requests may be sent there. */
    boolean isBase(URI address) {
        boolean bare = address.getRawPath() == null || address.getRawPath().isEmpty();
        if (!bare || address.getRawQuery() != null || address.getRawFragment() != null) {
            return false;
        }
        return loopback.allows(address) || isAtlassian(address);
    }

    /** Reads an address that people see; empty when it is none, or not https. */
    Optional<URI> shown(String text) {
        try {
            return Optional.of(new URI(text.strip())).filter(address -> loopback.allows(address) || isHttps(address));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isAtlassian(URI address) {
        String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
        return isHttps(address) && address.getPort() == -1 && isAtlassian(host);
    }

    /** Whether sites of Atlassian have such hosts; in lower case. */
    static boolean isAtlassian(String host) {
        return ATLASSIAN.stream().anyMatch(suffix -> host.endsWith(suffix) && host.length() > suffix.length());
    }

    private static boolean isHttps(URI address) {
        return "https".equalsIgnoreCase(address.getScheme())
                && address.getHost() != null
                && address.getUserInfo() == null
                && HOST.matcher(address.getHost().toLowerCase(Locale.ROOT)).matches();
    }

    private static URI address(String field, String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw refused(field, "an address");
        }
    }

    private static Problem refused(String field, String expected) {
        return new Problem(HttpStatus.BAD_REQUEST, "connect.address-refused", field + " must be " + expected + ".");
    }
}
