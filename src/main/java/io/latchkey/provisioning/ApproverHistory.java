package io.latchkey.provisioning;

import io.latchkey.jira.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody who approved had a hand in who is asked, or in whose request it is. What they did first and undid later
 * counts, too: while they were among those who are asked, they could approve.
 *
 * @param named the field that names the approvers; null when the recipe does not say, so that any field that the site made
 *     may
 * @param mayHoldGroups of a field's id, whether people are named in it through their groups
 * @param since when the approval was asked for
 * @param changes the request's history, oldest first
 */
record ApproverHistory(@Nullable String named, Predicate<String> mayHoldGroups, Instant since, List<Change> changes) {

    private static final String CUSTOM_FIELD = "customfield_";
    private static final String REPORTER = "reporter";

    /** What the history says against any of these approvers. */
    Optional<Outcome> against(Collection<String> approvers) {
        if (approvers.stream().anyMatch(this::choseThemselves)) {
            return Optional.of(new Outcome.Refused(
                    "approval.chose-themselves",
                    "The request was approved by somebody who had a hand in who approves it. Let somebody else name the"
                            + " approver, and ask for the approval again."));
        }
        return approvers.stream().anyMatch(this::changedReporter)
                ? Optional.of(new Outcome.Refused(
                        "approval.changed-reporter",
                        "The request was approved by somebody who changed its reporter, or who was its reporter for a"
                                + " time. Somebody else has to approve it."))
                : Optional.empty();
    }

    private boolean choseThemselves(String approver) {
        return byField().values().stream().anyMatch(history -> choseThemselves(approver, history));
    }

    /**
     * Their own are: what the field held when the approval was asked for, every change since then, and the one that put
     * them in.
     */
    private boolean choseThemselves(String approver, List<Change> history) {
        Change asked = null;
        Change entered = null;
        for (Change change : history) {
            boolean theirs = approver.equals(change.authorAccountId());
            if (change.at().isBefore(since)) {
                asked = change;
            } else if (theirs && (isAbout(change.to(), approver, change) || isAbout(change.from(), approver, change))) {
                return true;
            }
            if (names(change.to(), approver) && !names(change.from(), approver)) {
                entered = change;
            }
        }
        return (asked != null && isBy(approver, asked) && isAbout(asked.to(), approver, asked))
                || (entered != null && isBy(approver, entered));
    }

    private boolean isAbout(@Nullable String value, String approver, Change change) {
        String field = change.fieldId();
        return named != null || names(value, approver) || (field != null && mayHoldGroups.test(field));
    }

    private Map<String, List<Change>> byField() {
        Map<String, List<Change>> byField = new LinkedHashMap<>();
        for (Change change : changes) {
            String id = change.fieldId();
            if (id != null && (named == null ? id.startsWith(CUSTOM_FIELD) : id.equals(named))) {
                byField.computeIfAbsent(id, field -> new ArrayList<>()).add(change);
            }
        }
        return byField;
    }

    /** Who was the reporter once, or made somebody else it, approves a request of their own. */
    private boolean changedReporter(String approver) {
        return changes.stream()
                .filter(change -> REPORTER.equals(change.fieldId()))
                .anyMatch(change ->
                        isBy(approver, change) || approver.equals(change.from()) || approver.equals(change.to()));
    }

    private static boolean isBy(String approver, Change change) {
        return approver.equals(change.authorAccountId());
    }

    private static boolean names(@Nullable String value, String account) {
        return value != null && value.contains(account);
    }
}
