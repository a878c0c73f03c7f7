package io.latchkey.platform.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hc.client5.http.DnsResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Where connections may go, asked by every HTTP client of ours for each connection: what it answers is what is connected
 * to, without asking again, so that a name cannot change its answer between the check and the call (DNS rebinding).
 *
 * <p>A host must be a vendor's ({@link OutboundHosts}) and all of its addresses public; the exceptions are the operator's:
 * the exact loopback addresses of {@link AllowedLoopback}, and the proxy.
 */
@Component
public class OutboundAddresses implements DnsResolver {

    private static final Logger log = LoggerFactory.getLogger(OutboundAddresses.class);

    private final AllowedLoopback loopback;
    private final OutboundProperties properties;
    private final List<OutboundHosts> hosts;
    private final HostNames names;

    /** With the operator's exceptions, the vendors' hosts, and names as they are looked up. */
    public OutboundAddresses(
            AllowedLoopback loopback, OutboundProperties properties, List<OutboundHosts> hosts, HostNames names) {
        this.loopback = loopback;
        this.properties = properties;
        this.hosts = List.copyOf(hosts);
        this.names = names;
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        return Arrays.stream(addresses(host.toLowerCase(Locale.ROOT), port))
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    /** Without a port there are no exceptions. */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return addresses(host.toLowerCase(Locale.ROOT), -1);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    /** Refuses a host that nobody names, before anything is looked up; behind a proxy nothing else would. */
    void demandKnown(URI address) throws UnknownHostException {
        String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
        if (!loopback.allows(address) && !isNamed(host)) {
            throw refused("the host " + host + " is none that is called; expected one of Jira's or Okta's, or a"
                    + " webhook's that the operator has listed");
        }
    }

    private InetAddress[] addresses(String host, int port) throws UnknownHostException {
        if (isProxy(host, port)) {
            return names.addresses(host);
        }
        InetAddress[] found;
        if (isException(host, port)) {
            found = names.addresses(unbracketed(host));
            if (!Arrays.stream(found).allMatch(InetAddress::isLoopbackAddress)) {
                throw refused("the loopback address " + host + ":" + port + " leads away from this machine");
            }
            return found;
        }
        if (!isNamed(host)) {
            throw refused("the host " + host + " is none that is called; expected one of Jira's or Okta's, or a"
                    + " webhook's that the operator has listed");
        }
        found = names.addresses(host);
        for (InetAddress address : found) {
            if (!PublicAddresses.isPublic(address)) {
                throw refused("the host " + host + " leads to " + address.getHostAddress()
                        + "; expected public addresses only");
            }
        }
        return found;
    }

    private boolean isNamed(String host) {
        return hosts.stream().anyMatch(vendor -> vendor.name(host));
    }

    private boolean isProxy(String host, int port) {
        URI proxy = properties.proxy();
        return proxy != null && proxy.getPort() == port && host.equalsIgnoreCase(proxy.getHost());
    }

    private boolean isException(String host, int port) {
        String written = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return port > 0 && loopback.allows(URI.create("http://" + written + ":" + port));
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static RefusedAddress refused(String sentence) {
        log.warn("not called: {}", sentence);
        return new RefusedAddress(sentence);
    }
}
