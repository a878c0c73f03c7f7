package io.latchkey.sandbox.jira;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How the workflow asks for an approval while an issue is in a status. The words are those of Service Management's
 * workflow configuration (documented): {@code conditionType}, {@code conditionValue}, {@code fieldId}.
 *
 * @param name the approval's name, as approvers read it
 * @param status where it is asked for
 * @param fieldId the user picker field that names the approvers
 * @param conditionType {@code number} or {@code percent} of the approvers
 * @param conditionValue how many
 * @param excludeReporter whether the reporter is left out of the approvers
 * @param approved where the issue goes when it is approved
 * @param declined where it goes when it is declined
 */
record ApprovalStep(
        String name,
        Status status,
        String fieldId,
        String conditionType,
        int conditionValue,
        boolean excludeReporter,
        Status approved,
        Status declined) {

    /** How many of so many approvers must approve. */
    int needed(int approvers) {
        int wanted = conditionType.equals("percent")
                ? (int) Math.ceil(approvers * conditionValue / 100.0)
                : Math.min(conditionValue, approvers);
        return Math.max(1, wanted);
    }

    ObjectNode shape() {
        return Json.object()
                .put("name", name)
                .put("statusId", status.id())
                .put("fieldId", fieldId)
                .put("conditionType", conditionType)
                .put("conditionValue", conditionValue)
                .put("excludeReporter", excludeReporter)
                .put("approvedStatusId", approved.id())
                .put("declinedStatusId", declined.id());
    }
}
