package io.latchkey.okta;

import io.latchkey.platform.http.AllowedLoopback;
import io.latchkey.platform.http.OutboundHosts;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Which addresses are Okta organisations: https on Okta's own domains, or a loopback address that the operator listed. A
 * tenant enters the address and we send signed assertions and passwords there, so custom domains are refused until their
 * ownership can be checked.
 */
@Component
class OrgUrls implements OutboundHosts {

    private static final List<String> DOMAINS =
            List.of(".okta.com", ".oktapreview.com", ".okta-emea.com", ".okta-gov.com", ".okta.mil");
    private static final Pattern HOST =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+");

    private final AllowedLoopback loopback;

    OrgUrls(AllowedLoopback loopback) {
        this.loopback = loopback;
    }

    /** Accepted, or refused with a sentence for the administrator. */
    sealed interface Checked {

        /** An address to use. */
        record Accepted(OrgUrl url) implements Checked {}

        /** Not an address to use, and why. */
        record Refused(String sentence) implements Checked {}
    }

    Checked check(String text) {
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            return refused("the organisation's URL is no URL; expected https://YOUR-ORG.okta.com");
        }
        String host = uri.getHost();
        if (host == null || uri.getScheme() == null) {
            return refused("the organisation's URL needs a scheme and a host; expected https://YOUR-ORG.okta.com");
        }
        if (hasMore(uri)) {
            return refused("the organisation's URL must be only https:// and the host, without user, path or query");
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String name = host.toLowerCase(Locale.ROOT);
        if ((scheme.equals("http") || scheme.equals("https")) && loopback.allows(uri)) {
            return new Checked.Accepted(new OrgUrl(scheme + "://" + name + ":" + uri.getPort()));
        }
        return vendorHost(scheme, name, uri.getPort());
    }

    @Override
    public boolean name(String host) {
        return vendorHost("https", host, -1) instanceof Checked.Accepted;
    }

    private static boolean hasMore(URI uri) {
        String path = uri.getRawPath();
        return uri.getRawUserInfo() != null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null
                || !(path == null || path.isEmpty() || path.equals("/"));
    }

    private static Checked vendorHost(String scheme, String host, int port) {
        if (!scheme.equals("https")) {
            return refused("the organisation's URL must start with https, found " + scheme);
        }
        if (port != -1) {
            return refused("the organisation's URL must not name a port, found " + port);
        }
        String domain = DOMAINS.stream().filter(host::endsWith).findFirst().orElse("");
        if (domain.isEmpty() || !HOST.matcher(host).matches()) {
            return refused("the host must end in one of " + String.join(", ", DOMAINS)
                    + "; for an organisation with a domain of its own enter the address that Okta gave it");
        }
        String organisation = host.substring(0, host.length() - domain.length());
        if (organisation.contains(".")) {
            return refused("the host must be one name before " + domain + ", as in https://YOUR-ORG.okta.com");
        }
        if (organisation.endsWith("-admin")) {
            return refused("this is the address of the Admin Console; leave out \"-admin\"");
        }
        return new Checked.Accepted(new OrgUrl("https://" + host));
    }

    private static Checked refused(String sentence) {
        return new Checked.Refused(sentence);
    }
}
