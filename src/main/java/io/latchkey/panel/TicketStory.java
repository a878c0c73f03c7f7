package io.latchkey.panel;

import io.latchkey.grants.Grant;
import io.latchkey.intake.ReceivedSignal;
import io.latchkey.provisioning.ExtensionForms;
import io.latchkey.provisioning.RequestDecision;
import io.latchkey.provisioning.RequestStanding;
import io.latchkey.work.RunState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a request.
 *
 * @param standing how it stands; empty when nothing was decided yet
 * @param decisions oldest first
 * @param run the run of its plan; of the note about it where that is parked
 * @param signals oldest first
 * @param grants what it gave for a time, the newest first
 * @param groups what the groups of those grants are called, by Okta's id
 * @param recipe its recipe
 * @param extending the types of request that let what runs of it last longer
 */
record TicketStory(
        Optional<RequestStanding> standing,
        List<RequestDecision> decisions,
        Optional<RunState> run,
        List<ReceivedSignal> signals,
        List<Grant> grants,
        Map<String, String> groups,
        @Nullable RecipeView recipe,
        List<ExtensionForms.RequestType> extending) {

    /** Whether nothing is being done, so that the request may wait for an approval. */
    boolean mayWaitForApproval() {
        return standing.map(one -> List.of("held", "refused", "stopped").contains(one.state()))
                .orElse(true);
    }

    /** Whether its run can be tried again. */
    boolean mayRetry() {
        return run.filter(one -> one.state().equals("parked") && !one.steps().isEmpty())
                .isPresent();
    }

    /** Whether its plan is being carried out, so that a person can stop that. */
    boolean mayCancel() {
        return standing.map(RequestStanding::state)
                .filter(state -> state.equals("waiting") || state.equals("parked"))
                .isPresent();
    }

    /** Whether something that it gave can be ended. */
    boolean mayEndGrants() {
        return grants.stream().anyMatch(grant -> grant.endedAt().isEmpty() && grant.state() != Grant.State.ENDING);
    }

    /** The run of the newest decision. */
    Optional<UUID> runId() {
        return standing.map(RequestStanding::run);
    }
}
