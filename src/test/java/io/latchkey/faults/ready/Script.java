package io.latchkey.faults.ready;

import io.latchkey.faults.ready.oracle.Names;
import io.latchkey.sandbox.http.Interference.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What the product has called since the approval, and what is still to strike. Safe for many threads. */
final class Script {

    /**
     * A call that came.
     *
     * @param admitted whether the request was admitted already
     */
    record Came(Point point, boolean admitted) {}

    private final Names names;
    private final BooleanSupplier admitted;
    private final List<Came> calls = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private @Nullable Trouble trouble;
    private boolean struck;

    Script(Names names, @Nullable Trouble trouble, BooleanSupplier admitted) {
        this.names = names;
        this.trouble = trouble;
        this.admitted = admitted;
    }

    /** Notes a call, and tells what strikes it. */
    synchronized Optional<Trouble> next(Call call) {
        String named = call.vendor() + " " + call.method() + " " + shortened(names.in(call.path()));
        var point = new Point(named, numbers.merge(named, 1, Integer::sum));
        calls.add(new Came(point, admitted.getAsBoolean()));
        if (trouble == null || !trouble.point().equals(point)) {
            return Optional.empty();
        }
        Trouble now = trouble;
        trouble = null;
        struck = true;
        return Optional.of(now);
    }

    /** Ids that nobody named: of comments and the like. */
    private static String shortened(String path) {
        return path.replaceAll("/[0-9]{3,}", "/{id}").replaceAll("/(0o|00|opf)[0-9A-Za-z]{17,18}", "/{id}");
    }

    synchronized void note(String what) {
        trace.add(names.in(what));
    }

    synchronized boolean isStruck() {
        return struck;
    }

    synchronized List<Came> calls() {
        return List.copyOf(calls);
    }

    synchronized List<String> trace() {
        return List.copyOf(trace);
    }
}
