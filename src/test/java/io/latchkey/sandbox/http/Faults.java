package io.latchkey.sandbox.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults ordered for a server; the first that matches a request strikes it. Safe for many threads. */
public final class Faults {

    private final List<Fault> ordered = new ArrayList<>();

    /** Orders a fault. */
    public synchronized void order(Fault fault) {
        ordered.add(fault);
    }

    /** Withdraws all that are left. */
    public synchronized void clear() {
        ordered.clear();
    }

    /** What is still to strike. */
    public synchronized List<Fault> left() {
        return List.copyOf(ordered);
    }

    synchronized Optional<Fault> take(String method, String path) {
        for (int i = 0; i < ordered.size(); i++) {
            Fault fault = ordered.get(i);
            if (fault.strikes(method, path)) {
                if (fault.times() <= 1) {
                    ordered.remove(i);
                } else {
                    ordered.set(i, fault.usedOnce());
                }
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }
}
