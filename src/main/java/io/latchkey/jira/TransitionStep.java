package io.latchkey.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Moves a request and reads its status back. A request that a person has closed meanwhile stays as it is.
 *
 * <p>Input: {@code issueId}, {@code transitionId}, and {@code statusId}: where the transition leads.
 */
@Component
class TransitionStep implements StepHandler {

    static final String KIND = "jira.transition";

    private final JiraWorkflow workflow;
    private final JiraRequests requests;

    TransitionStep(JiraWorkflow workflow, JiraRequests requests) {
        this.workflow = workflow;
        this.requests = requests;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public StepResult act(StepContext step) {
        JsonNode input = step.input();
        String issue = input.path("issueId").asText();
        step.beforeCall();
        try {
            workflow.transition(step.tenant(), issue, input.path("transitionId").asText());
        } catch (JiraFailure.TransitionRejected rejected) {
            return arrived(step).orElseThrow(() -> rejected);
        }
        step.beforeCall();
        Status status = requests.status(step.tenant(), issue);
        return StepResult.of(facts(status).put("moved", true));
    }

    @Override
    public Optional<StepResult> look(StepContext step) {
        Optional<StepResult> arrived = arrived(step);
        if (arrived.isEmpty() && step.input().path("statusId").asText().isEmpty()) {
            throw new TransitionUnproven();
        }
        return arrived;
    }

    private Optional<StepResult> arrived(StepContext step) {
        JsonNode input = step.input();
        step.beforeCall();
        Status status = requests.status(step.tenant(), input.path("issueId").asText());
        boolean there = status.id().equals(input.path("statusId").asText());
        if (there || status.category() == StatusCategory.DONE) {
            return Optional.of(StepResult.of(facts(status).put("moved", false)));
        }
        return Optional.empty();
    }

    private static ObjectNode facts(Status status) {
        return StepResult.nothing()
                .put("statusId", status.id())
                .put("statusCategory", status.category().name());
    }
}
