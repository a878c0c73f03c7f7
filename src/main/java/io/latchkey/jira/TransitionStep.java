package io.latchkey.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.work.Intent;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Moves a request and reads its status back. A request that a person has closed meanwhile stays as it is, and so does one
 * that we have moved, without hearing so, and that a person has moved on since.
 *
 * <p>Input: {@code issueId}, {@code transitionId}, and {@code statusId}: where the transition leads.
 */
@Component
class TransitionStep implements StepHandler {

    static final String KIND = "jira.transition";

    /** The entry of the history that a move left; known where a later step has to tell its own move from it. */
    private static final String CHANGE = "changeId";

    /** How far Jira's clock may lag behind ours. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final JiraWorkflow workflow;
    private final JiraRequests requests;
    private final Clock clock;

    TransitionStep(JiraWorkflow workflow, JiraRequests requests, Clock clock) {
        this.workflow = workflow;
        this.requests = requests;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Intent intend(StepContext step) {
        ObjectNode detail =
                StepResult.nothing().put("intendedAt", clock.instant().toString());
        return new Intent(detail, Optional.empty(), Optional.empty());
    }

    @Override
    public StepResult act(StepContext step) {
        JsonNode input = step.input();
        String issue = input.path("issueId").asText();
        step.beforeCall();
        try {
            workflow.transition(step.tenant(), issue, input.path("transitionId").asText());
        } catch (JiraFailure.TransitionRejected rejected) {
            return (step.isRepeat() ? look(step) : arrived(step)).orElseThrow(() -> rejected);
        }
        step.beforeCall();
        ObjectNode facts = facts(requests.status(step.tenant(), issue)).put("moved", true);
        if (step.isFollowedByItsKind()) {
            ownMoves(step).reduce((earlier, later) -> later).ifPresent(move -> facts.put(CHANGE, move.id()));
        }
        return StepResult.of(facts);
    }

    /** Asks for a move of ours first: a status that we have brought about must not pass for a person's doing. */
    @Override
    public Optional<StepResult> look(StepContext step) {
        return movedBefore(step).or(() -> arrived(step));
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

    /** Its history tells whether we have moved it already and a person has moved it on; their decision stands. */
    private Optional<StepResult> movedBefore(StepContext step) {
        String wanted = step.input().path("statusId").asText();
        return ownMoves(step)
                .filter(move -> wanted.isEmpty() || wanted.equals(move.to()))
                .findFirst()
                .map(move -> StepResult.of(StepResult.nothing()
                        .put("statusId", String.valueOf(move.to()))
                        .put(CHANGE, move.id())
                        .put("moved", true)
                        .put("found", true)));
    }

    /** Our moves since the step was intended, oldest first, after those that are known to be of earlier steps. */
    private Stream<Change> ownMoves(StepContext step) {
        Instant since = Instant.parse(step.intent().detail().path("intendedAt").asText())
                .minus(SKEW);
        Set<String> ofEarlierSteps = step.earlierOfItsKind().stream()
                .map(facts -> facts.path(CHANGE).asText())
                .collect(Collectors.toSet());
        step.beforeCall();
        List<Change> moves =
                requests.ownMoves(step.tenant(), step.input().path("issueId").asText(), since);
        int next = 0;
        for (int i = 0; i < moves.size(); i++) {
            if (ofEarlierSteps.contains(moves.get(i).id())) {
                next = i + 1;
            }
        }
        return moves.stream().skip(next);
    }

    private static ObjectNode facts(Status status) {
        return StepResult.nothing()
                .put("statusId", status.id())
                .put("statusCategory", status.category().name());
    }
}
