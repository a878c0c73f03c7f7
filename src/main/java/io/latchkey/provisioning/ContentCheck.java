package io.latchkey.provisioning;

import io.latchkey.jira.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Whether a request still says what was approved. */
final class ContentCheck {

    /** What decides whose request it is and of which kind, beside the request type; Jira's own names of these fields. */
    private static final Set<String> ALWAYS = Set.of("project", "issuetype", "reporter");

    /** Entries that Jira writes without a field id and that no plan depends on. */
    private static final Set<String> HARMLESS = Set.of(
            "link",
            "remoteissuelink",
            "attachment",
            "comment",
            "workratio",
            "worklogid",
            "rank",
            "sprint",
            "status",
            "resolution",
            "assignee",
            "priority",
            "labels",
            "watcher",
            "flagged",
            "timespent",
            "timeestimate");

    /** The clocks of Jira's nodes may differ so much; an issue is also marked as changed a moment before its history is. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    private ContentCheck() {}

    /** Whether the history tells of a change that fields of an issue may not show that was last changed at that time. */
    static boolean mayBeNewer(Instant updated, Collection<String> dependedOn, List<Change> changes) {
        return changedAfter(updated.minus(TOLERANCE), dependedOn, changes);
    }

    /** Whether it tells of one that they cannot show: an answer that lags behind. */
    static boolean isNewer(Instant updated, Collection<String> dependedOn, List<Change> changes) {
        return changedAfter(updated.plus(TOLERANCE), dependedOn, changes);
    }

    private static boolean changedAfter(Instant time, Collection<String> dependedOn, List<Change> changes) {
        return changes.stream().anyMatch(change -> change.at().isAfter(time) && matters(change, dependedOn));
    }

    /**
     * The fields that the plan depends on and that were changed since the approval was asked for, each once, with the
     * value of then and of now. The record has no time per approver, so the time at which it was created is the bound;
     * where that is told in whole seconds, a change within the same second counts. One that was taken back counts, too:
     * nobody knows which of the values the approver has seen.
     */
    static List<Difference> changedSince(Instant approvalCreated, Collection<String> dependedOn, List<Change> changes) {
        Map<String, Difference> changed = new TreeMap<>();
        for (Change change : changes) {
            if (!change.at().isBefore(approvalCreated) && matters(change, dependedOn)) {
                String name = name(change);
                Difference before = changed.get(name);
                changed.put(name, new Difference(name, before == null ? from(change) : before.before(), to(change)));
            }
        }
        return List.copyOf(changed.values());
    }

    private static boolean matters(Change change, Collection<String> dependedOn) {
        String id = change.fieldId();
        if (id == null) {
            // An entry that names no field by id could be about any of ours; its name alone tells little.
            String name = change.field();
            return !HARMLESS.contains(name == null ? "" : name.toLowerCase(Locale.ROOT));
        }
        return ALWAYS.contains(id) || dependedOn.contains(id);
    }

    private static String name(Change change) {
        if (change.field() != null) {
            return change.field();
        }
        return change.fieldId() == null ? "an unnamed field" : change.fieldId();
    }

    private static @Nullable String from(Change change) {
        return change.fromText() == null ? change.from() : change.fromText();
    }

    private static @Nullable String to(Change change) {
        return change.toText() == null ? change.to() : change.toText();
    }
}
