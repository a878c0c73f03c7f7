package io.latchkey.sandbox.okta;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** A value that remembers its past of an hour, so that a reader can be shown how it was a moment ago. */
final class Lagged<T> {

    private static final Duration KEPT = Duration.ofHours(1);

    private final Deque<Version<T>> versions = new ArrayDeque<>();

    void set(T value, Instant at) {
        versions.addLast(new Version<>(value, at));
        while (versions.size() > 1 && isForgotten(at)) {
            versions.removeFirst();
        }
    }

    private boolean isForgotten(Instant now) {
        var iterator = versions.iterator();
        iterator.next();
        return iterator.next().at().isBefore(now.minus(KEPT));
    }

    /** The value that held at an instant; empty when there was none yet. */
    Optional<T> at(Instant when) {
        var newestFirst = versions.descendingIterator();
        while (newestFirst.hasNext()) {
            Version<T> version = newestFirst.next();
            if (!version.at().isAfter(when)) {
                return Optional.of(version.value());
            }
        }
        return Optional.empty();
    }

    private record Version<T>(T value, Instant at) {}
}
