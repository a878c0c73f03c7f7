package io.latchkey.okta;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What Okta's System Log proves. Okta: kept for 90 days, delayed by seconds, oldest first; without an end each page links
 * to a next one, and an empty page says that there is nothing more by now.
 */
final class SystemLog {

    private static final String CREATION = "user.lifecycle.create";
    private static final int PAGE = 100;
    private static final int MOST_PAGES = 20;

    private SystemLog() {}

    /**
     * That an account was created.
     *
     * @param login which it had then
     * @param actor the id of whoever created it
     * @param at when, by Okta's clock
     */
    record Creation(String userId, String login, String actor, Instant at) {

        private static Creation of(JsonNode event, JsonNode user) {
            return new Creation(
                    user.path("id").asText(),
                    user.path("alternateId").asText(),
                    SystemLog.actor(event),
                    Instant.parse(event.path("published").asText()));
        }
    }

    /** The creations of these accounts since then, as far as the log shows them; one call where it shows all. */
    static List<Creation> creationsOf(OktaCalls calls, Set<String> userIds, Instant since) {
        String anyOfThem = userIds.stream()
                .map(id -> "target.id eq \"" + opaque(id) + "\"")
                .collect(Collectors.joining(" or ", "(", ")"));
        Predicate<JsonNode> isOneOfThem =
                user -> userIds.contains(user.path("id").asText());
        return all(calls, anyOfThem, since, event -> target(event, isOneOfThem).isPresent(), userIds.size()).stream()
                .flatMap(event -> target(event, isOneOfThem).map(user -> Creation.of(event, user)).stream())
                .toList();
    }

    /** The creations of accounts with this login by this client since then, as far as the log shows them. */
    static List<Creation> createdAs(OktaCalls calls, String clientId, String login, Instant since) {
        String named = "target.alternateId eq \"" + login.replaceAll("[\"\\\\]", "\\\\$0") + "\"";
        Predicate<JsonNode> isNamed =
                target -> target.path("alternateId").asText().equalsIgnoreCase(login);
        return all(
                        calls,
                        "actor.id eq \"" + opaque(clientId) + "\" and " + named,
                        since,
                        event -> actor(event).equals(clientId)
                                && target(event, isNamed).isPresent(),
                        Integer.MAX_VALUE)
                .stream()
                .flatMap(event -> target(event, isNamed).map(user -> Creation.of(event, user)).stream())
                .toList();
    }

    /** So many creations that took place since then, if there are; what Okta's filter lets through is checked, not believed. */
    private static List<JsonNode> all(
            OktaCalls calls, String condition, Instant since, Predicate<JsonNode> wanted, int enough) {
        String filter = "eventType eq \"" + CREATION + "\" and " + condition;
        List<JsonNode> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String after = null;
        do {
            var page = page(calls, filter, since, after);
            page.value().stream()
                    .filter(event -> isCreationSince(event, since))
                    .filter(wanted)
                    .forEach(found::add);
            if (page.value().isEmpty()) {
                break;
            }
            after = NextPage.after(page.answer()).orElse(null);
        } while (found.size() < enough && after != null && seen.add(after) && seen.size() <= MOST_PAGES);
        return found;
    }

    static OktaCalls.Answered<List<JsonNode>> page(
            OktaCalls calls, String filter, Instant since, @Nullable String after) {
        return page(calls, filter, PAGE, since, after);
    }

    /** As above, with as many entries as are wanted at most; Okta: up to 1,000. */
    static OktaCalls.Answered<List<JsonNode>> page(
            OktaCalls calls, String filter, int limit, Instant since, @Nullable String after) {
        Map<String, @Nullable Object> query = new HashMap<>();
        query.put("filter", filter);
        query.put("limit", limit);
        // Okta: a cursor and a beginning exclude each other.
        query.put("since", after == null ? since.toString() : null);
        query.put("after", after);
        return calls.call(
                OktaOperation.READ_LOG,
                sdk -> RawCall.invoke(sdk, "GET", "/api/v1/logs", query, new TypeReference<List<JsonNode>>() {}));
    }

    private static boolean isCreationSince(JsonNode event, Instant since) {
        try {
            return event.path("eventType").asText().equals(CREATION)
                    && event.path("outcome").path("result").asText().equals("SUCCESS")
                    && !Instant.parse(event.path("published").asText()).isBefore(since)
                    && !actor(event).isEmpty();
        } catch (DateTimeParseException e) {
            // Without its time it proves nothing.
            return false;
        }
    }

    private static String actor(JsonNode event) {
        return event.path("actor").path("id").asText("");
    }

    private static Optional<JsonNode> target(JsonNode event, Predicate<JsonNode> wanted) {
        for (JsonNode target : event.path("target")) {
            if (target.path("type").asText().equals("User") && wanted.test(target)) {
                return Optional.of(target);
            }
        }
        return Optional.empty();
    }

    static String opaque(String id) {
        if (!id.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("an id of Okta's has letters and digits only");
        }
        return id;
    }

    /** Throws unless the app may read the log. */
    static void readable(OktaCalls calls) {
        calls.call(
                OktaOperation.READ_LOG,
                sdk -> RawCall.invoke(
                        sdk, "GET", "/api/v1/logs", Map.of("limit", 1), new TypeReference<List<JsonNode>>() {}));
    }
}
