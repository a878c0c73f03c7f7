package io.latchkey.recipe;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The domain of an address, in the form in which domains are listed: lower case, international ones as {@code xn--}. */
public final class EmailDomain {

    private static final Pattern DOMAIN = Pattern.compile(
            "(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+");

    private EmailDomain() {}

    /** A domain as an administrator writes it, in the form in which it is listed; empty when it is none. */
    public static Optional<String> of(String text) {
        try {
            String ascii = IDN.toASCII(text.strip(), IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            return DOMAIN.matcher(ascii).matches() ? Optional.of(ascii) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether the address is of exactly one of the domains; a subdomain is another one. A login without an at sign has no
     * domain and belongs to whatever its address does.
     */
    static boolean isAmong(String address, Set<String> domains) {
        int at = address.indexOf('@');
        return at < 0
                || (at == address.lastIndexOf('@')
                        && of(address.substring(at + 1))
                                .filter(domains::contains)
                                .isPresent());
    }
}
