package io.latchkey.intake;

import io.latchkey.platform.http.AddressRange;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a signal comes from.
 *
 * @param address empty when nobody knows: a proxy may write {@code unknown} or an identifier of its own (RFC 7239, section
 *     6), and a sender anything
 */
record Sender(Optional<InetAddress> address) {

    /** An IPv6 address in brackets or an IPv4 address, with or without a port. */
    private static final Pattern WITH_PORT = Pattern.compile("\\[([^]]*)](?::\\d+)?|([\\d.]+):\\d+");

    private static final String NOBODY_KNOWS = "unknown";

    /** Reads an address as a server or a proxy writes it, without its port and zone. Looks no name up. */
    static Sender of(String text) {
        Matcher withPort = WITH_PORT.matcher(text.strip());
        String host =
                withPort.matches() ? Optional.ofNullable(withPort.group(1)).orElse(withPort.group(2)) : text.strip();
        int zone = host.indexOf('%');
        String literal = zone < 0 ? host : host.substring(0, zone);
        return new Sender(
                literal.indexOf('/') < 0 ? AddressRange.parse(literal).map(AddressRange::network) : Optional.empty());
    }

    /** Whether it lies in one of the ranges; what nobody knows lies in none. */
    boolean isIn(List<AddressRange> ranges) {
        return address.filter(known -> ranges.stream().anyMatch(range -> range.contains(known)))
                .isPresent();
    }

    /** Who shares a rate: whoever has one IPv6 address has its /64, and all that nobody knows are one. */
    String network() {
        return address.map(Sender::network).orElse(NOBODY_KNOWS);
    }

    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
    }
}
