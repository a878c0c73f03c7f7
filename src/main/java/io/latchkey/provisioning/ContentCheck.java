package io.latchkey.provisioning;

import io.latchkey.jira.Change;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Whether a request still says what was approved. */
final class ContentCheck {

    /** What decides which recipe a request has; Jira's own names of these fields. */
    private static final Set<String> ALWAYS = Set.of("project", "issuetype", "reporter");

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
            String id = change.fieldId();
            if (id == null || change.at().isBefore(since)) {
                continue;
            }
            if (ALWAYS.contains(id) || dependedOn.contains(id)) {
                String name = change.field();
                changed.add(name == null ? id : name);
            }
        }
        return List.copyOf(changed);
    }
}
