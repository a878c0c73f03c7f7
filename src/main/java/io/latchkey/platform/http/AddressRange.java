package io.latchkey.platform.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of addresses as CIDR writes it (classless inter-domain routing, RFC 4632).
 *
 * @param network its first address
 * @param prefix how many leading bits all of its addresses share
 */
public record AddressRange(InetAddress network, int prefix) {

    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F:.]{1,44}");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,3}");

    /**
     * Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32} or a single address; empty for anything else, also when bits
     * behind the prefix are set. Looks no name up.
     */
    public static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        String length = slash < 0 ? "" : text.substring(slash + 1);
        if (!V4.matcher(address).matches() && !(V6.matcher(address).matches() && address.contains(":"))) {
            return Optional.empty();
        }
        try {
            InetAddress network = InetAddress.getByName(address);
            int bits = network.getAddress().length * Byte.SIZE;
            if (slash >= 0 && !LENGTH.matcher(length).matches()) {
                return Optional.empty();
            }
            int prefix = slash < 0 ? bits : Integer.parseInt(length);
            return prefix <= bits && isBare(network.getAddress(), prefix)
                    ? Optional.of(new AddressRange(network, prefix))
                    : Optional.empty();
        } catch (UnknownHostException e) {
            // A colon too many, or too few: no address. What begins like a number and has a colon is never looked up.
            return Optional.empty();
        }
    }

    /** A range that is known to be one. */
    static AddressRange of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("no range of addresses: " + text));
    }

    /** Whether the address lies in it; one of the other kind (IPv4, IPv6) never does. */
    public boolean contains(InetAddress address) {
        byte[] own = network.getAddress();
        byte[] other = address.getAddress();
        if (own.length != other.length) {
            return false;
        }
        int whole = prefix / Byte.SIZE;
        if (Arrays.mismatch(own, 0, whole, other, 0, whole) >= 0) {
            return false;
        }
        int left = prefix % Byte.SIZE;
        return left == 0 || ((own[whole] ^ other[whole]) & 0xff) >> (Byte.SIZE - left) == 0;
    }

    private static boolean isBare(byte[] bytes, int prefix) {
        for (int bit = prefix; bit < bytes.length * Byte.SIZE; bit++) {
            if ((bytes[bit / Byte.SIZE] & 0x80 >> bit % Byte.SIZE) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefix;
    }
}
