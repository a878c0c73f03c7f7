package io.latchkey.okta;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What Okta's System Log says was done to something, by whom. It shows events seconds late and keeps them for 90 days; what
 * it does not show is not proven either way.
 */
final class LoggedEvents {

    private static final int MOST_PAGES = 20;
    private static final Set<String> HANDS = Set.of("User", "PublicClientApp");

    private static final List<String> OF_CREDENTIALS = List.of(
            "user.account.update_password",
            "user.account.reset_password",
            "user.account.expire_password",
            "user.lifecycle.activate",
            "user.lifecycle.reactivate");

    private final OktaCalls calls;
    private final String clientId;

    LoggedEvents(OktaCalls calls, String clientId) {
        this.calls = calls;
        this.clientId = clientId;
    }

    /**
     * One event.
     *
     * @param actor id of who did it
     * @param byHand whether a person or an app did it, not Okta by itself (a group rule)
     * @param at by Okta's clock
     * @param targets ids of all that it is about
     */
    record Logged(String actor, boolean byHand, Instant at, Set<String> targets, Set<String> names) {

        boolean concerns(String id) {
            return targets.contains(id);
        }
    }

    /** The events of a type about a thing since then, oldest first; one call per 100. */
    List<Logged> about(String eventType, String id, Instant since) {
        return all(eventType, "target.id eq \"" + SystemLog.opaque(id) + "\"", since).stream()
                .filter(event -> event.concerns(id))
                .toList();
    }

    /** Whether somebody else than our app has changed how the account is signed in to since then; one call per 100 events. */
    boolean isCredentialChangedByOthers(String id, Instant since) {
        String types = OF_CREDENTIALS.stream()
                .map(type -> "eventType eq \"" + type + "\"")
                .collect(Collectors.joining(" or ", "(", ")"));
        String filter = types + " and target.id eq \"" + SystemLog.opaque(id) + "\"";
        return filtered(filter, OF_CREDENTIALS::contains, since).stream()
                .anyMatch(event -> event.concerns(id) && !isOurs(event));
    }

    /** The last of our own among them. */
    Optional<Logged> ours(String eventType, String id, Instant since) {
        return about(eventType, id, since).stream().filter(this::isOurs).reduce((earlier, later) -> later);
    }

    /** What our app did of a type since then, whatever it is about. */
    List<Logged> byUs(String eventType, Instant since) {
        return all(eventType, "actor.id eq \"" + SystemLog.opaque(clientId) + "\"", since).stream()
                .filter(this::isOurs)
                .toList();
    }

    boolean isOurs(Logged event) {
        return event.actor().equals(clientId);
    }

    private List<Logged> all(String eventType, String condition, Instant since) {
        return filtered("eventType eq \"" + eventType + "\" and " + condition, eventType::equals, since);
    }

    private List<Logged> filtered(String filter, Predicate<String> wanted, Instant since) {
        List<Logged> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String after = null;
        do {
            var page = SystemLog.page(calls, filter, since, after);
            page.value().forEach(event -> read(event, wanted, since).ifPresent(found::add));
            if (page.value().isEmpty()) {
                break;
            }
            after = NextPage.after(page.answer()).orElse(null);
        } while (after != null && seen.add(after) && seen.size() <= MOST_PAGES);
        return found;
    }

    /** What Okta's filter lets through is checked, not believed. */
    private static Optional<Logged> read(JsonNode event, Predicate<String> wanted, Instant since) {
        if (!wanted.test(event.path("eventType").asText())
                || !event.path("outcome").path("result").asText().equals("SUCCESS")) {
            return Optional.empty();
        }
        try {
            Instant at = Instant.parse(event.path("published").asText());
            JsonNode actor = event.path("actor");
            Set<String> targets = new HashSet<>();
            Set<String> names = new HashSet<>();
            event.path("target").forEach(target -> {
                targets.add(target.path("id").asText());
                names.add(target.path("displayName").asText());
            });
            return at.isBefore(since)
                    ? Optional.empty()
                    : Optional.of(new Logged(
                            actor.path("id").asText(""),
                            HANDS.contains(actor.path("type").asText()),
                            at,
                            Set.copyOf(targets),
                            Set.copyOf(names)));
        } catch (DateTimeParseException e) {
            // Without its time it proves nothing.
            return Optional.empty();
        }
    }
}
