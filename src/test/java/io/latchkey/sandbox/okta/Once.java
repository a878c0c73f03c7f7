package io.latchkey.sandbox.okta;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Values that may be used once until they expire. Safe for many threads. */
final class Once {

    private final Map<String, Instant> used = new HashMap<>();

    /** Uses a value; false when it was used before. */
    synchronized boolean use(String value, Instant now, Instant until) {
        used.values().removeIf(end -> end.isBefore(now));
        return used.putIfAbsent(value, until) == null;
    }
}
