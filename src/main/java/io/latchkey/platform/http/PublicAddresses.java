package io.latchkey.platform.http;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses lie in the public internet: not this machine, not a private network, not the cloud's metadata service.
 * The ranges are IANA's special-purpose registries (RFC 6890); an IPv6 address that carries an IPv4 address is judged by
 * that one.
 */
final class PublicAddresses {

    private static final List<AddressRange> SPECIAL = ranges(
            "0.0.0.0/8", // this network
            "10.0.0.0/8", // private
            "100.64.0.0/10", // shared by carriers; Alibaba's metadata service
            "127.0.0.0/8", // loopback
            "168.63.129.16/32", // Azure's platform service
            "169.254.0.0/16", // link-local; the metadata services
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // relays of 6to4, withdrawn
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, broadcast

    /** All of unicast that IANA has given out. */
    private static final AddressRange UNICAST_V6 = AddressRange.of("2000::/3");

    private static final List<AddressRange> SPECIAL_V6 = ranges(
            "2001::/23", // protocol assignments, Teredo
            "2001:db8::/32", // documentation
            "3fff::/20"); // documentation

    private static final AddressRange SIX_TO_FOUR = AddressRange.of("2002::/16");
    private static final AddressRange NAT64 = AddressRange.of("64:ff9b::/96");

    private PublicAddresses() {}

    static boolean isPublic(InetAddress address) {
        return address instanceof Inet6Address v6 ? isPublic(v6) : isNone(SPECIAL, address);
    }

    private static boolean isPublic(Inet6Address address) {
        byte[] bytes = address.getAddress();
        if (NAT64.contains(address)) {
            return isNone(SPECIAL, v4(bytes, 12));
        }
        if (SIX_TO_FOUR.contains(address)) {
            return isNone(SPECIAL, v4(bytes, 2));
        }
        return UNICAST_V6.contains(address) && isNone(SPECIAL_V6, address);
    }

    private static boolean isNone(List<AddressRange> ranges, InetAddress address) {
        return ranges.stream().noneMatch(range -> range.contains(address));
    }

    private static InetAddress v4(byte[] bytes, int from) {
        try {
            return Inet4Address.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static List<AddressRange> ranges(String... texts) {
        return Arrays.stream(texts).map(AddressRange::of).toList();
    }
}
