package io.latchkey.faults.oracle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the simulation itself did and saw, for the oracle to judge by. */
public final class Facts {

    /** Deliveries that were acknowledged to Jira: the issue by the delivery's id. */
    public final Map<String, String> acknowledged = new LinkedHashMap<>();

    /** When an issue was last hinted at by an acknowledged signal. */
    public final Map<String, Instant> hinted = new LinkedHashMap<>();

    /** The names of the faults that struck. */
    public List<String> struck = List.of();

    /** When the first of them did, if any. */
    public @Nullable Instant firstStruck;

    /** Calls that took effect when their node's lease may have been over: no fence holds back what others did before. */
    public final List<String> sentLate = new ArrayList<>();

    /** Who refused something with 403: jira, okta. */
    public final Set<String> forbidden = new HashSet<>();

    /** The calls that were refused so, by method and path. */
    public final Set<String> refused = new HashSet<>();

    private final NavigableMap<Instant, Instant> absences = new TreeMap<>();

    /** Calls that were made again before the time that the other side had asked to wait for. */
    public final List<String> tooEarly = new ArrayList<>();

    /** Completed requests whose accounts begin with an activation mail. */
    public int mailed;

    /** Activation mails that these accounts were sent; how many of them repeat is not for us to forbid. */
    public int mails;

    /** When the recipe of {@link io.latchkey.faults.vendors.MemoryJira#NEW_TYPE} was saved, if it was. */
    public @Nullable Instant recipeSaved;

    /** What was asked by something that began after the app was removed. */
    public final List<String> wentOn = new ArrayList<>();

    /** When each issue was asked for, in order. */
    public final Map<String, List<Asked>> asked = new LinkedHashMap<>();

    /** Deliveries that were sent at least once. */
    public final Set<String> sent = new HashSet<>();

    /** Signals about what nobody was at. */
    public final List<Hint> hints = new ArrayList<>();

    /** A signal that was acknowledged. */
    public record Hint(String issue, Instant at) {}

    /** An attempt to read an issue and what belongs to it. */
    public static final class Asked {
        final Instant at;
        /** Whether an answer was such that it is tried again. */
        public boolean failed;
        /** Whether an answer is still to come, or never came. */
        public boolean underWay = true;

        private Asked(Instant at) {
            this.at = at;
        }
    }

    /** Somebody is about to ask for an issue. */
    public Asked asks(String issue, Instant now) {
        Asked one = new Asked(now);
        asked.computeIfAbsent(issue, any -> new ArrayList<>()).add(one);
        return one;
    }

    /** The last attempt to read this issue, which goes on. */
    public Optional<Asked> lastAsk(String issue) {
        Optional<Asked> last = Optional.ofNullable(asked.get(issue)).map(all -> all.get(all.size() - 1));
        last.ifPresent(one -> one.underWay = true);
        return last;
    }

    /** When the app was uninstalled, if it was. */
    public @Nullable Instant uninstalledAt;

    /** The site is away from the one time to the other. */
    public void wasAway(Instant from, Instant until) {
        absences.put(from, until);
    }

    /** Whether it was away for so long at a stretch, some of it between these times. */
    boolean wasAwayFor(Duration least, Instant from, Instant until) {
        return absences.headMap(until, true).entrySet().stream()
                .anyMatch(absence -> !absence.getValue().isBefore(from)
                        && !absence.getKey().plus(least).isAfter(absence.getValue()));
    }

    boolean wasUndisturbedUntil(Instant time) {
        return firstStruck == null || firstStruck.isAfter(time);
    }

    boolean any(String... names) {
        for (String name : names) {
            if (struck.contains(name)) {
                return true;
            }
        }
        return false;
    }
}
