package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * {@code GET /api/v1/logs}. Without {@code until} it polls: a {@code next} link is always there, also on an empty page,
 * and an unchanged cursor means nothing is new. {@code since} is seven days back by default, 180 days at most.
 */
final class LogsApi {

    private static final Duration STANDARD = Duration.ofDays(7);
    private static final Duration OLDEST = Duration.ofDays(180);

    /** Okta keeps events for 90 days. */
    private static final Duration KEPT = Duration.ofDays(90);

    private static final int PAGE = 100;
    private static final int MOST = 1_000;

    private final Org org;

    LogsApi(Org org) {
        this.org = org;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.list("/api/v1/logs", Bucket.LOGS, "okta.logs.read", Permission.LOGS_READ, this::list));
    }

    private Reply list(Call call) {
        boolean polling = call.query("until").isEmpty();
        boolean down = call.query("sortOrder")
                .orElse("ASCENDING")
                .toUpperCase(Locale.ROOT)
                .startsWith("DESC");
        int limit = call.limit(PAGE, MOST);
        List<SystemLog.Entry> found = new ArrayList<>(found(call));
        if (down) {
            Collections.reverse(found);
        }
        long after = after(call);
        List<SystemLog.Entry> rest = found.stream()
                .filter(entry -> after == 0 || (down ? entry.sequence() < after : entry.sequence() > after))
                .toList();
        List<SystemLog.Entry> page = rest.subList(0, Math.min(limit, rest.size()));
        Reply reply = Reply.ok(
                        Json.array(page.stream().map(SystemLog.Entry::event).toList()))
                .header("link", "<" + Paging.url(call, org.url().get(), "") + ">; rel=\"self\"");
        if ((polling && !down) || rest.size() > page.size()) {
            long cursor = page.isEmpty()
                    ? cursorOfNothing(after)
                    : page.get(page.size() - 1).sequence();
            String next = Paging.url(call, org.url().get(), Paging.encode(Long.toString(cursor)));
            reply.header("link", "<" + next + ">; rel=\"next\"");
        }
        return reply;
    }

    /** Nothing new: the cursor that was given, or for a first empty page the newest event that is shown. */
    private long cursorOfNothing(long after) {
        if (after > 0) {
            return after;
        }
        Instant past = org.directory().past(OktaRules.LOG_LAG);
        return org.log().all().stream()
                .filter(entry -> !entry.at().isAfter(past))
                .mapToLong(SystemLog.Entry::sequence)
                .max()
                .orElse(0);
    }

    private List<SystemLog.Entry> found(Call call) {
        Instant past = org.directory().past(OktaRules.LOG_LAG);
        Instant since = call.query("since").map(LogsApi::time).orElse(org.now().minus(STANDARD));
        if (since.isBefore(org.now().minus(OLDEST))) {
            throw invalid("since");
        }
        Instant oldest = org.now().minus(KEPT);
        Instant until = call.query("until").map(LogsApi::time).orElse(Instant.MAX);
        boolean continued = call.query("after").isPresent();
        Predicate<JsonNode> wanted = call.query("filter").map(LogsApi::filter).orElse(event -> true);
        Optional<String> q = call.query("q").map(text -> text.toLowerCase(Locale.ROOT));
        return org.log().all().stream()
                .filter(entry -> !entry.at().isAfter(past))
                .filter(entry -> !entry.at().isBefore(oldest))
                .filter(entry -> continued || !entry.at().isBefore(since))
                .filter(entry -> entry.at().isBefore(until))
                .filter(entry -> wanted.test(entry.event()))
                .filter(entry -> q.isEmpty() || mentions(entry.event(), q.get()))
                .toList();
    }

    private static boolean mentions(ObjectNode event, String text) {
        return event.toString().toLowerCase(Locale.ROOT).contains(text);
    }

    private static long after(Call call) {
        try {
            return call.query("after").map(Paging::decode).map(Long::parseLong).orElse(0L);
        } catch (NumberFormatException e) {
            throw invalid("after");
        }
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeException e) {
            throw invalid(text);
        }
    }

    private static Predicate<JsonNode> filter(String text) {
        try {
            return Expression.parse(text);
        } catch (IllegalArgumentException e) {
            throw invalid("filter");
        }
    }

    private static Problem invalid(String what) {
        return Problem.of(400, "E0000053", "Invalid filter \"" + what + "\"", "The value of " + what + " is not valid");
    }
}
