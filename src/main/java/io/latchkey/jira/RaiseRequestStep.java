package io.latchkey.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.work.Intent;
import io.latchkey.work.LaterLook;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Raises another request in a service desk of the same site, once. Its summary ends with a mark by which it is found again
 * when the answer was lost; nothing is repeated before Jira's search has had the time to show it. It is judged like any
 * other request: what it asks for has to be approved.
 *
 * <p>Input: {@code serviceDeskId}, {@code requestTypeId}, {@code fields} (values by field id as the portal's API takes
 * them, {@code summary} among them), and optional {@code onBehalfOf}, the account id of the reporter. Output: {@code
 * issueId}, {@code issueKey}.
 */
@Component
class RaiseRequestStep implements StepHandler {

    static final String KIND = "jira.raise-request";

    private static final String ISSUE_ID = "issueId";
    private static final String ISSUE_KEY = "issueKey";
    private static final String INTENDED_AT = "intendedAt";

    private final RaisedRequests requests;
    private final Clock clock;

    RaiseRequestStep(RaisedRequests requests, Clock clock) {
        this.requests = requests;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> outputs() {
        return Set.of(ISSUE_ID, ISSUE_KEY);
    }

    @Override
    public Intent intend(StepContext step) {
        ObjectNode detail =
                StepResult.nothing().put(INTENDED_AT, clock.instant().toString());
        return new Intent(detail, Optional.empty(), Optional.empty());
    }

    @Override
    public StepResult act(StepContext step) {
        step.beforeCall();
        return StepResult.of(facts(requests.raise(step.tenant(), wanted(step.input()), step.stepId())));
    }

    private static RaisedRequests.NewRequest wanted(JsonNode input) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        input.path("fields").properties().forEach(field -> values.put(field.getKey(), field.getValue()));
        return new RaisedRequests.NewRequest(
                input.path("serviceDeskId").asText(),
                input.path("requestTypeId").asText(),
                values,
                input.path("onBehalfOf").textValue());
    }

    /**
     * Finding nothing proves nothing until the search has had its time. A lost answer asks for that time itself; this is for
     * the attempt whose worker went away.
     */
    @Override
    public Optional<StepResult> look(StepContext step) {
        List<RaisedRequests.Raised> raised = requests.raisedBy(step.tenant(), step.stepId(), step::beforeCall);
        if (raised.isEmpty()) {
            Duration since = Duration.between(sentAfter(step), clock.instant());
            if (since.compareTo(RaisedRequests.SEARCH_LAG) < 0) {
                throw new JiraFailure.NotShownYet(RaisedRequests.SEARCH_LAG.minus(since));
            }
            return Optional.empty();
        }
        ObjectNode facts = facts(raised.get(0)).put("found", true);
        if (raised.size() > 1) {
            var duplicates = facts.putArray("duplicates");
            raised.stream().skip(1).forEach(duplicate -> duplicates.add(duplicate.issueId()));
        }
        return Optional.of(StepResult.of(facts));
    }

    private static Instant sentAfter(StepContext step) {
        Instant intended =
                Instant.parse(step.intent().detail().path(INTENDED_AT).asText());
        return step.triedSince().filter(tried -> tried.isAfter(intended)).orElse(intended);
    }

    /** Attempts whose answers were lost may arrive after the one that was recorded. */
    @Override
    public Optional<LaterLook> laterLook(StepContext step) {
        return Optional.of(DuplicateRequests.of(step.stepId()));
    }

    private static ObjectNode facts(RaisedRequests.Raised raised) {
        return StepResult.nothing().put(ISSUE_ID, raised.issueId()).put(ISSUE_KEY, raised.issueKey());
    }
}
