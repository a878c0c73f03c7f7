package io.latchkey.okta;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An answer as it came over the wire, independent of what the SDK makes of it.
 *
 * @param status HTTP status
 * @param headers values by name in lower case
 * @param body at most {@link OktaHttp#MOST_BYTES}
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one call, never compared
record Answer(int status, Map<String, List<String>> headers, byte[] body) {

    List<String> all(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    Optional<Long> number(String name) {
        return first(name)
                .map(String::strip)
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::valueOf);
    }

    /** Okta's clock at the time of the answer; a proxy may have dropped or garbled the header. */
    Optional<Instant> date() {
        return first("date").flatMap(Answer::httpDate);
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** For logs and Okta's support. */
    String requestId() {
        return first("x-okta-request-id")
                .filter(id -> id.matches("[\\w-]{1,64}"))
                .orElse("none");
    }

    private static Optional<Instant> httpDate(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "Answer[status=" + status + ", requestId=" + requestId() + "]";
    }
}
