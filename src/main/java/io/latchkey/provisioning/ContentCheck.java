package io.latchkey.provisioning;

import io.latchkey.jira.Change;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

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

    private ContentCheck() {}

    /**
     * The names of the fields that the plan depends on and that were changed since the approval was asked for. The record
     * has no time per approver, so the time at which it was created is the bound; a change within the same second
     * counts.
     */
    static List<String> changedSince(Instant approvalCreated, Collection<String> dependedOn, List<Change> changes) {
        Instant since = approvalCreated.truncatedTo(ChronoUnit.SECONDS);
        Set<String> changed = new TreeSet<>();
        for (Change change : changes) {
            if (change.at().isBefore(since)) {
                continue;
            }
            String id = change.fieldId();
            String name = change.field();
            if (id == null) {
                // An entry that names no field by id could be about any of ours; its name alone tells little.
                if (!HARMLESS.contains(name == null ? "" : name.toLowerCase(Locale.ROOT))) {
                    changed.add(name == null ? "an unnamed field" : name);
                }
            } else if (ALWAYS.contains(id) || dependedOn.contains(id)) {
                changed.add(name == null ? id : name);
            }
        }
        return List.copyOf(changed);
    }
}
