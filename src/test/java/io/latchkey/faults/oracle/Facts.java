package io.latchkey.faults.oracle;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the simulation itself did and saw, for the oracle to judge by. */
public final class Facts {

    /** Deliveries that were acknowledged to Jira: the issue by the delivery's id. */
    public final Map<String, String> acknowledged = new LinkedHashMap<>();

    /** The names of the faults that struck. */
    public List<String> struck = List.of();

    /** When the app was uninstalled, if it was. */
    public @Nullable Instant uninstalledAt;

    /** Comments that a process wrote which stood still, or a network kept, past its lease: nothing can hold them back. */
    public int unavoidableComments;

    boolean any(String... names) {
        for (String name : names) {
            if (struck.contains(name)) {
                return true;
            }
        }
        return false;
    }
}
