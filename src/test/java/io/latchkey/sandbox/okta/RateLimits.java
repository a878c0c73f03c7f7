package io.latchkey.sandbox.okta;

import io.latchkey.sandbox.http.Rules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests per bucket in windows of 60 seconds that begin with their first request, once for the org and once
 * per app or token, which may use a share of each bucket. Safe for many threads.
 */
final class RateLimits {

    private static final Duration WINDOW = Duration.ofSeconds(60);

    /** What the three headers say; not admitted when the request is one too many. */
    record Standing(long limit, long remaining, Instant reset, boolean admitted) {}

    private final Clock clock;
    private final Rules rules;
    private final Map<Bucket, Long> changed = new EnumMap<>(Bucket.class);
    private final Map<String, Window> windows = new HashMap<>();

    RateLimits(Clock clock, Rules rules) {
        this.clock = clock;
        this.rules = rules;
    }

    /** Counts a request; {@code app} is who shares the bucket, or null when nobody is known. */
    synchronized Standing count(Bucket bucket, @Nullable String app) {
        long limit = perMinute(bucket);
        Window org = window(bucket.label());
        if (app == null) {
            return count(org, limit);
        }
        long share = Math.max(1, limit * rules.number(OktaRules.APP_SHARE) / 100);
        Window own = window(bucket.label() + " " + app);
        if (own.used >= share) {
            return new Standing(share, 0, own.reset, false);
        }
        if (org.used >= limit) {
            return new Standing(limit, 0, org.reset, false);
        }
        Standing ofOrg = count(org, limit);
        Standing ofApp = count(own, share);
        return ofApp.remaining() <= ofOrg.remaining() ? ofApp : ofOrg;
    }

    private static Standing count(Window window, long limit) {
        if (window.used >= limit) {
            return new Standing(limit, 0, window.reset, false);
        }
        window.used++;
        return new Standing(limit, limit - window.used, window.reset, true);
    }

    /** A request too many in flight: limit and remaining are 0 and the reset is an estimate, as documented. */
    Standing concurrent() {
        return new Standing(0, 0, clock.instant().plus(WINDOW), false);
    }

    private Window window(String key) {
        Instant now = clock.instant();
        Window window = windows.get(key);
        if (window == null || !window.reset.isAfter(now)) {
            window = new Window(now.plus(WINDOW));
            windows.put(key, window);
        }
        return window;
    }

    synchronized long perMinute(Bucket bucket) {
        return changed.getOrDefault(bucket, bucket.perMinute());
    }

    /** Changes a bucket's limit and begins a new window. */
    synchronized void change(String label, long perMinute) {
        Bucket bucket = Arrays.stream(Bucket.values())
                .filter(known -> known.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no bucket is named " + label));
        changed.put(bucket, perMinute);
        windows.keySet().removeIf(key -> key.equals(label) || key.startsWith(label + " "));
    }

    private static final class Window {

        private final Instant reset;
        private long used;

        Window(Instant reset) {
            this.reset = reset;
        }
    }
}
