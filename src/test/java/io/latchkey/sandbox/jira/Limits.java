package io.latchkey.sandbox.jira;

import io.latchkey.sandbox.http.Rules;
import io.latchkey.sandbox.http.SandboxClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Jira's three rate limits (documented): points per app and hour, requests per second of an endpoint, writes per issue.
 * People with API tokens have the last two only. Safe for many threads.
 */
final class Limits {

    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Rules rules;
    private final SandboxClock clock;
    private final Map<String, Long> spent = new HashMap<>();
    private final Map<String, Integer> bursts = new HashMap<>();
    private final Map<String, Deque<Instant>> writes = new HashMap<>();
    private long burstSecond;

    Limits(Rules rules, SandboxClock clock) {
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * Lets a request through or refuses it with 429.
     *
     * @param issue the issue that it writes to, or null
     */
    synchronized void admit(Caller caller, String method, String endpoint, @Nullable String issue) {
        Instant now = clock.instant();
        ConnectApp app = caller.app();
        if (app != null && spentBy(app, now) >= rules.number(JiraRules.QUOTA_POINTS)) {
            throw refusal(app, "jira-quota-global-based", now.until(windowEnd(now), ChronoUnit.SECONDS) + 1, now);
        }
        long second = now.getEpochSecond();
        if (second != burstSecond) {
            burstSecond = second;
            bursts.clear();
        }
        if (bursts.merge(method + " " + endpoint, 1, Integer::sum) > burstLimit(method, endpoint)) {
            throw refusal(app, "jira-burst-based", 1, now);
        }
        if (issue != null) {
            admitWrite(app, issue, now);
        }
    }

    private void admitWrite(@Nullable ConnectApp app, String issue, Instant now) {
        Deque<Instant> times = writes.computeIfAbsent(issue, absent -> new ArrayDeque<>());
        while (!times.isEmpty() && times.peekFirst().isBefore(now.minus(LONG))) {
            times.removeFirst();
        }
        long recent = times.stream().filter(at -> at.isAfter(now.minus(SHORT))).count();
        if (recent >= rules.number(JiraRules.ISSUE_WRITES_SHORT)) {
            throw refusal(app, "jira-per-issue-on-write", SHORT.toSeconds(), now);
        }
        if (times.size() >= rules.number(JiraRules.ISSUE_WRITES_LONG)) {
            throw refusal(app, "jira-per-issue-on-write", LONG.toSeconds(), now);
        }
        times.addLast(now);
    }

    private long burstLimit(String method, String endpoint) {
        long set = rules.number(JiraRules.BURST_PER_SECOND);
        if (set > 0) {
            return set;
        }
        if (method.equals("PUT") || method.equals("DELETE")) {
            return 50;
        }
        if (method.equals("GET") && endpoint.endsWith("/changelog")) {
            return 200;
        }
        return method.equals("GET") && endpoint.equals("/rest/api/3/issue/{issue}") ? 150 : 100;
    }

    /** Books what an answered request cost: 1, and 1 per object or 2 per identity that it returned (documented). */
    synchronized void book(ConnectApp app, long points) {
        spent.merge(window(app, clock.instant()), points, Long::sum);
    }

    /** The headers that every answer to an app carries. */
    synchronized Map<String, String> headers(ConnectApp app) {
        Instant now = clock.instant();
        long limit = rules.number(JiraRules.QUOTA_POINTS);
        long left = Math.max(0, limit - spentBy(app, now));
        long seconds = now.until(windowEnd(now), ChronoUnit.SECONDS) + 1;
        var headers = new LinkedHashMap<String, String>();
        headers.put("X-RateLimit-Limit", String.valueOf(limit));
        headers.put("X-RateLimit-Remaining", String.valueOf(left));
        headers.put("X-RateLimit-Reset", windowEnd(now).toString());
        headers.put("X-RateLimit-NearLimit", String.valueOf(left * 5 < limit));
        headers.put(
                "Beta-RateLimit-Policy",
                "\"global-app-quota\";q=" + limit + ";w=" + rules.number(JiraRules.QUOTA_WINDOW_SECONDS));
        headers.put("Beta-RateLimit", "\"global-app-quota\";r=" + left + ";t=" + seconds);
        return headers;
    }

    private Refusal refusal(@Nullable ConnectApp app, String reason, long seconds, Instant now) {
        var headers = new LinkedHashMap<String, String>(
                Optional.ofNullable(app).map(this::headers).orElseGet(Map::of));
        headers.put("RateLimit-Reason", reason);
        headers.putIfAbsent(
                "X-RateLimit-Reset",
                now.plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS).toString());
        if (rules.isOn(JiraRules.RETRY_AFTER_SENT)) {
            headers.put("Retry-After", String.valueOf(seconds));
        }
        return Refusal.withHeaders(429, "Rate limit exceeded.", headers);
    }

    private long spentBy(ConnectApp app, Instant now) {
        return spent.getOrDefault(window(app, now), 0L);
    }

    private String window(ConnectApp app, Instant now) {
        return app.key() + "@" + windowEnd(now);
    }

    private Instant windowEnd(Instant now) {
        long length = Math.max(1, rules.number(JiraRules.QUOTA_WINDOW_SECONDS));
        return Instant.ofEpochSecond((now.getEpochSecond() / length + 1) * length);
    }
}
