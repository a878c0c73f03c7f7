package io.latchkey.okta;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Okta's system log proves. Okta: kept for 90 days, delayed by seconds. */
final class SystemLog {

    /** Okta keeps 90 days and refuses to look back more than 180. */
    private static final Duration LOOKED_BACK = Duration.ofDays(89);

    private SystemLog() {}

    /** The id of whoever created the account, when the log shows it. */
    static Optional<String> creatorOf(OktaCalls calls, String userId) {
        if (!userId.matches("[A-Za-z0-9]{1,64}")) {
            throw new IllegalArgumentException("an account's id has letters and digits only");
        }
        Map<String, Object> query = Map.of(
                "filter",
                "eventType eq \"user.lifecycle.create\" and target.id eq \"" + userId + "\"",
                "since",
                calls.clock().instant().minus(LOOKED_BACK).toString(),
                "limit",
                10);
        List<JsonNode> events = calls.call(
                        OktaOperation.READ_LOG,
                        sdk -> RawCall.invoke(
                                sdk, "GET", "/api/v1/logs", query, new TypeReference<List<JsonNode>>() {}))
                .value();
        return events.stream()
                .map(event -> event.path("actor").path("id").asText(""))
                .filter(id -> !id.isEmpty())
                .findFirst();
    }

    /** Throws unless the app may read the log. */
    static void readable(OktaCalls calls) {
        calls.call(
                OktaOperation.READ_LOG,
                sdk -> RawCall.invoke(
                        sdk, "GET", "/api/v1/logs", Map.of("limit", 1), new TypeReference<List<JsonNode>>() {}));
    }
}
