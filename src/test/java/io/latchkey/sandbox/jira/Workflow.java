package io.latchkey.sandbox.jira;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where approvals are asked for. Starts with one step; the control API sets others. Guarded by the {@link Tracker}. */
final class Workflow {

    static final List<ApprovalStep> ONE_STEP = List.of(new ApprovalStep(
            "Waiting for approval",
            Status.WAITING_FOR_APPROVAL,
            SiteFields.APPROVERS,
            "number",
            1,
            false,
            Status.APPROVED,
            Status.DECLINED));

    static final List<ApprovalStep> TWO_STEPS = List.of(
            new ApprovalStep(
                    "Waiting for approval",
                    Status.WAITING_FOR_APPROVAL,
                    SiteFields.APPROVERS,
                    "number",
                    1,
                    false,
                    Status.WAITING_FOR_SECOND_APPROVAL,
                    Status.DECLINED),
            new ApprovalStep(
                    "Waiting for second approval",
                    Status.WAITING_FOR_SECOND_APPROVAL,
                    SiteFields.SECOND_APPROVERS,
                    "number",
                    1,
                    false,
                    Status.APPROVED,
                    Status.DECLINED));

    private List<ApprovalStep> steps = ONE_STEP;

    List<ApprovalStep> steps() {
        return steps;
    }

    void use(List<ApprovalStep> newSteps) {
        steps = List.copyOf(newSteps);
    }

    Optional<ApprovalStep> askedIn(Status status) {
        return steps.stream().filter(step -> step.status() == status).findFirst();
    }

    /** Reads steps as the control API writes them; what is absent is as in the site's own step. */
    static List<ApprovalStep> read(JsonNode array) {
        var read = new ArrayList<ApprovalStep>();
        for (JsonNode one : array) {
            read.add(new ApprovalStep(
                    one.path("name").asText("Waiting for approval"),
                    Status.get(one.path("statusId").asText(Status.WAITING_FOR_APPROVAL.id())),
                    one.path("fieldId").asText(SiteFields.APPROVERS),
                    one.path("conditionType").asText("number"),
                    one.path("conditionValue").asInt(1),
                    one.path("excludeReporter").asBoolean(false),
                    Status.get(one.path("approvedStatusId").asText(Status.APPROVED.id())),
                    Status.get(one.path("declinedStatusId").asText(Status.DECLINED.id()))));
        }
        return read;
    }
}
