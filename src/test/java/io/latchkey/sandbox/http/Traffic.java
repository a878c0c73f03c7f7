package io.latchkey.sandbox.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** The last exchanges of a server, oldest first; older ones are forgotten. Safe for many threads. */
public final class Traffic {

    private static final int KEPT = 10_000;

    private final Deque<Exchange> exchanges = new ArrayDeque<>();

    synchronized void add(Exchange exchange) {
        exchanges.addLast(exchange);
        if (exchanges.size() > KEPT) {
            exchanges.removeFirst();
        }
    }

    /** A copy of what is remembered. */
    public synchronized List<Exchange> all() {
        return List.copyOf(exchanges);
    }

    /** The exchanges that match, oldest first. */
    public List<Exchange> matching(Predicate<Exchange> wanted) {
        return all().stream().filter(wanted).toList();
    }

    /** What is remembered, which is forgotten in the same moment: nothing is missed between two of these. */
    public synchronized List<Exchange> take() {
        List<Exchange> taken = all();
        clear();
        return taken;
    }

    /** Forgets everything. */
    public synchronized void clear() {
        exchanges.clear();
    }
}
