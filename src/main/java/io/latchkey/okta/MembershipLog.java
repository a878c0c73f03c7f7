package io.latchkey.okta;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The memberships that Okta's System Log tells of. */
final class MembershipLog {

    private static final String ADD = "group.user_membership.add";
    private static final String REMOVE = "group.user_membership.remove";
    private static final String DELETED = "user.lifecycle.delete.completed";

    /** Okta: events are kept for 90 days, and whoever asks for older ones than 180 days is refused. */
    private static final Duration KEPT = Duration.ofDays(90);

    private static final int PAGE = 1_000;
    private static final int MOST_PAGES = 20;

    private MembershipLog() {}

    /** One call per 1,000 events, and one that finds nothing more. */
    static MembershipHistory of(OktaCalls calls, Collection<String> userIds, Instant since) {
        Instant oldest = calls.clock().instant().minus(KEPT);
        Instant from = since.isBefore(oldest) ? oldest : since;
        String anyOf = userIds.stream()
                .map(id -> "target.id eq \"" + SystemLog.opaque(id) + "\"")
                .collect(Collectors.joining(" or "));
        String types = Stream.of(ADD, REMOVE, DELETED)
                .map(type -> "eventType eq \"" + type + "\"")
                .collect(Collectors.joining(" or "));
        String filter = "(" + types + ") and (" + anyOf + ")";
        List<MembershipEvent> found = new ArrayList<>();
        Set<String> deleted = new HashSet<>();
        Set<String> seen = new HashSet<>();
        String after = null;
        while (seen.size() < MOST_PAGES) {
            var page = SystemLog.page(calls, filter, PAGE, from, after);
            page.value().forEach(event -> {
                read(event).ifPresent(found::add);
                deleted(event).ifPresent(deleted::add);
            });
            after = page.value().isEmpty()
                    ? null
                    : NextPage.after(page.answer()).orElse(null);
            if (after == null || !seen.add(after)) {
                return new MembershipHistory(inOrder(found), deleted, from, true);
            }
        }
        return new MembershipHistory(inOrder(found), deleted, from, false);
    }

    /** Okta hands them out as they were stored; what happened last is what was published last. */
    private static List<MembershipEvent> inOrder(List<MembershipEvent> found) {
        found.sort(Comparator.comparing(MembershipEvent::at));
        return found;
    }

    /** What Okta's filter lets through is checked, not believed. */
    private static Optional<MembershipEvent> read(JsonNode event) {
        String type = event.path("eventType").asText();
        String user = target(event, "User");
        String group = target(event, "UserGroup");
        if ((!type.equals(ADD) && !type.equals(REMOVE)) || !succeeded(event) || user == null || group == null) {
            return Optional.empty();
        }
        try {
            Instant at = Instant.parse(event.path("published").asText());
            return Optional.of(new MembershipEvent(
                    user,
                    group,
                    type.equals(ADD),
                    event.path("actor").path("id").asText(""),
                    at));
        } catch (DateTimeParseException e) {
            // Without its time it proves nothing.
            return Optional.empty();
        }
    }

    private static Optional<String> deleted(JsonNode event) {
        return event.path("eventType").asText().equals(DELETED) && succeeded(event)
                ? Optional.ofNullable(target(event, "User"))
                : Optional.empty();
    }

    private static boolean succeeded(JsonNode event) {
        return event.path("outcome").path("result").asText().equals("SUCCESS");
    }

    private static @Nullable String target(JsonNode event, String type) {
        for (JsonNode target : event.path("target")) {
            if (target.path("type").asText().equals(type)) {
                return target.path("id").asText();
            }
        }
        return null;
    }
}
