package io.latchkey.okta;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The cursor of the next page from {@code Link} headers (RFC 8288), of one value each or joined by commas. Only the cursor
 * is taken, never the address: it comes from outside.
 */
final class NextPage {

    private static final Pattern NEXT = Pattern.compile("<([^<>]*)>\\s*;[^<]*?\\brel=\"?next\"?(?=[\\s;,]|$)");

    private NextPage() {}

    static Optional<String> after(Answer answer) {
        List<String> links = answer.all("link");
        return links.stream()
                .flatMap(link -> NEXT.matcher(link).results())
                .map(MatchResult::group)
                .map(match -> match.substring(1, match.indexOf('>')))
                .flatMap(address -> cursor(address).stream())
                .findFirst();
    }

    private static Optional<String> cursor(String address) {
        String query;
        try {
            query = URI.create(address).getRawQuery();
        } catch (IllegalArgumentException e) {
            throw new OktaFailure.Unavailable("Okta's link to the next page cannot be read");
        }
        return query == null
                ? Optional.empty()
                : Arrays.stream(query.split("&", -1))
                        .filter(pair -> pair.startsWith("after="))
                        .map(pair -> URLDecoder.decode(pair.substring("after=".length()), StandardCharsets.UTF_8))
                        .findFirst();
    }
}
