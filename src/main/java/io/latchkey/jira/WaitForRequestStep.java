package io.latchkey.jira;

import io.latchkey.work.Intent;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Waits until a request is closed, such as one that {@code jira.raise-request} raised for somebody. It only reads. Whether
 * what was asked for was done or declined is told by the status.
 *
 * <p>Input: {@code issueId}, and optional {@code days} to wait at most, 30 unless it says so. Output: {@code statusId}.
 */
@Component
class WaitForRequestStep implements StepHandler {

    static final String KIND = "jira.wait-for-request";

    private static final String STATUS_ID = "statusId";

    private final JiraRequests requests;
    private final Patience patience;

    WaitForRequestStep(JiraRequests requests, Clock clock) {
        this.requests = requests;
        this.patience = new Patience(clock);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> outputs() {
        return Set.of(STATUS_ID);
    }

    @Override
    public Intent intend(StepContext step) {
        return patience.begin();
    }

    @Override
    public StepResult act(StepContext step) {
        step.beforeCall();
        String issueId = step.input().path("issueId").asText();
        Status status = requests.status(step.tenant(), issueId);
        if (status.category() != StatusCategory.DONE) {
            throw patience.orGiveUp(step, "issue " + issueId + " is closed");
        }
        return StepResult.of(StepResult.nothing().put(STATUS_ID, status.id()));
    }

    /** Nothing is ever sent. */
    @Override
    public Optional<StepResult> look(StepContext step) {
        return Optional.empty();
    }
}
