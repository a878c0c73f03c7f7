package io.latchkey.panel;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.failure.FailureException;
import io.latchkey.provisioning.PendingPlan;
import io.latchkey.provisioning.RequestStanding;
import io.latchkey.provisioning.ShownDifference;
import io.latchkey.provisioning.TicketSight;
import io.latchkey.work.RunState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How a request stands now: what is stored of it, and, while nothing is being done, what Jira and Okta say of it. Never called
 * inside a transaction.
 */
@Component
class TicketLook {

    private final TicketStories stories;
    private final TicketSight sight;
    private final TenantTransactions transactions;

    TicketLook(TicketStories stories, TicketSight sight, TenantTransactions transactions) {
        this.stories = stories;
        this.sight = sight;
        this.transactions = transactions;
    }

    /**
     * What approving the request will do.
     *
     * @param previewed whether its recipe wants those who approve to be told; otherwise it is for agents alone
     */
    record PlanView(
            List<String> lines,
            List<String> warnings,
            @JsonIgnore boolean previewed,
            Instant readAt) {}

    /** Why that cannot be told now. */
    record PlanProblem(String code, String sentence) {}

    /** One step, in words. */
    record StepView(
            String key,
            String kind,
            String title,
            String state,
            @Nullable Instant intendedAt,
            @Nullable Instant doneAt) {}

    /** What is being done. */
    record RunView(
            UUID id,
            String state,
            @Nullable String reasonCode,
            @Nullable String reason,
            @Nullable Instant waitingUntil,
            Instant createdAt,
            @Nullable Instant endedAt,
            int attempts,
            List<StepView> steps) {

        static RunView of(RunState run, PanelWords words) {
            return new RunView(
                    run.id(),
                    run.state(),
                    run.reasonCode(),
                    run.reason(),
                    run.waitingUntil(),
                    run.createdAt(),
                    run.endedAt(),
                    run.attempts(),
                    run.steps().stream()
                            .map(step -> new StepView(
                                    step.key(),
                                    step.kind(),
                                    words.step(step.kind(), step.key()),
                                    step.state(),
                                    step.intendedAt(),
                                    step.doneAt()))
                            .toList());
        }
    }

    /**
     * What was seen.
     *
     * @param state {@code unknown}, {@code unread} when nothing is stored of it and it cannot be read now, {@code pending} while
     *     it waits for its first approval, or how it stands
     * @param recipe that is for it, or was
     * @param plan while it waits for an approval: the first, or another one after it was held, refused or stopped
     */
    record Seen(
            TicketStory story,
            String state,
            @Nullable RecipeView recipe,
            @Nullable PlanView plan,
            @Nullable PlanProblem planProblem) {}

    /** The request, by its numeric id. */
    Seen at(TenantId tenant, String issueId) {
        TicketStory story = transactions.read(tenant, () -> stories.of(tenant, issueId));
        String stored = story.standing().map(RequestStanding::state).orElse("unknown");
        if (!story.mayWaitForApproval()) {
            return new Seen(story, stored, story.recipe(), null, null);
        }
        try {
            Optional<PendingPlan> pending = sight.pending(tenant, issueId);
            return pending.map(plan -> pending(tenant, story, plan))
                    .orElseGet(() -> new Seen(story, stored, story.recipe(), null, null));
        } catch (FailureException unread) {
            // What is stored is told all the same; what cannot be read is never guessed.
            return new Seen(
                    story,
                    story.standing().isPresent() ? stored : "unread",
                    story.recipe(),
                    null,
                    new PlanProblem(unread.code(), unread.explanation()));
        }
    }

    private Seen pending(TenantId tenant, TicketStory story, PendingPlan plan) {
        RecipeView recipe =
                transactions.read(tenant, () -> stories.recipe(tenant, plan.recipeId(), plan.recipeVersion()));
        return new Seen(
                story,
                story.standing().map(RequestStanding::state).orElse("pending"),
                recipe,
                new PlanView(plan.lines(), plan.warnings(), plan.previewed(), plan.readAt()),
                null);
    }

    /** Somebody has acted on the request. */
    void acted(TenantId tenant, String issueId) {
        sight.forget(tenant, issueId);
    }

    /** What the request says otherwise than what was approved, where that is why it stands so; nothing while Jira does not tell. */
    List<ShownDifference> differences(TenantId tenant, RequestStanding standing) {
        if (!TicketSight.isAboutContent(standing.code())) {
            return List.of();
        }
        try {
            return sight.differences(tenant, standing.issueId(), standing.run());
        } catch (FailureException unread) {
            return List.of();
        }
    }
}
