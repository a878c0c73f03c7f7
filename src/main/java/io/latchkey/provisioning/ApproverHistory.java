package io.latchkey.provisioning;

import io.latchkey.jira.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody who approved had a hand in who is asked, or in whose request it is. What they did first and undid later
 * counts, too: while they were among those who are asked, they could approve.
 *
 * <p>Any field that the site made may name approvers, for some step: what somebody changes in one counts when it is about
 * themselves or about groups. Of the field that the recipe names, every change counts.
 *
 * @param named the field of which the recipe says that it names the approvers; null when it does not say
 * @param fields in which fields people are named through their groups
 * @param since when the approval was asked for
 * @param changes the request's history, oldest first
 */
record ApproverHistory(@Nullable String named, GroupFields fields, Instant since, List<Change> changes) {

    private static final String CUSTOM_FIELD = "customfield_";
    private static final String REPORTER = "reporter";

    /** What the history says against any of these approvers. */
    Optional<Outcome> against(Collection<String> approvers) {
        if (approvers.stream().anyMatch(approver -> choseThemselves(approver, false))) {
            return Optional.of(new Outcome.Refused(
                    "approval.chose-themselves",
                    "The request was approved by somebody who had a hand in who approves it. Let somebody else name the"
                            + " approver, and ask for the approval again."));
        }
        if (approvers.stream().anyMatch(this::changedReporter)) {
            return Optional.of(new Outcome.Refused(
                    "approval.changed-reporter",
                    "The request was approved by somebody who changed its reporter, or who was its reporter for a"
                            + " time. Somebody else has to approve it."));
        }
        return approvers.stream().anyMatch(approver -> choseThemselves(approver, true))
                ? Optional.of(new Outcome.Held(
                        "approval.field-unknown",
                        "The request was approved by somebody who changed a field of which Latchkey does not know whether"
                                + " groups of approvers are named in it, since the recipe was saved before it could see"
                                + " that field. An administrator has to save the recipe once more; then this request is"
                                + " looked at again."))
                : Optional.empty();
    }

    private boolean choseThemselves(String approver, boolean unknownCounts) {
        return byField().values().stream().anyMatch(history -> choseThemselves(approver, history, unknownCounts));
    }

    /**
     * Their own are: what the field held when the approval was asked for, every change since then, and the one that put
     * them in.
     */
    private boolean choseThemselves(String approver, List<Change> history, boolean unknownCounts) {
        Change asked = null;
        Change entered = null;
        for (Change change : history) {
            boolean theirs = approver.equals(change.authorAccountId());
            if (change.at().isBefore(since)) {
                asked = change;
            } else if (theirs
                    && (names(change.to(), approver)
                            || names(change.from(), approver)
                            || isOfApprovers(change, unknownCounts))) {
                return true;
            }
            if (names(change.to(), approver) && !names(change.from(), approver)) {
                entered = change;
            }
        }
        return (asked != null
                        && isBy(approver, asked)
                        && (names(asked.to(), approver) || isOfApprovers(asked, unknownCounts)))
                || (entered != null && isBy(approver, entered));
    }

    /** Whether any change of the field is one of who approves, whatever its value says. */
    private boolean isOfApprovers(Change change, boolean unknownCounts) {
        String field = change.fieldId();
        if (field == null) {
            return false;
        }
        return field.equals(named)
                || switch (fields.holds(field)) {
                    case GROUPS -> true;
                    case UNKNOWN -> unknownCounts;
                    case OTHERS -> false;
                };
    }

    private Map<String, List<Change>> byField() {
        Map<String, List<Change>> byField = new LinkedHashMap<>();
        for (Change change : changes) {
            String id = change.fieldId();
            if (id != null && (id.startsWith(CUSTOM_FIELD) || id.equals(named))) {
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
