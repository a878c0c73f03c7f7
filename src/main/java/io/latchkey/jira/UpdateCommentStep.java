package io.latchkey.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Writes a comment of our own anew. The edit carries the step's id as a property, by which it is found again when its
 * answer was lost; what a person wrote there afterwards stays then. A comment that a person has deleted stays deleted.
 *
 * <p>Input: {@code issueId}, {@code commentId}, {@code text} (blank lines separate paragraphs), and optional {@code
 * internal}: a comment that customers can see is not edited then. Who can see it never changes. Output: {@code updated},
 * false when it was gone.
 */
@Component
class UpdateCommentStep implements StepHandler {

    static final String KIND = "jira.update-comment";

    private static final String UPDATED = "updated";

    private final OwnComments comments;

    UpdateCommentStep(OwnComments comments) {
        this.comments = comments;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> outputs() {
        return Set.of(CommentStep.COMMENT_ID, UPDATED);
    }

    @Override
    public StepResult act(StepContext step) {
        JsonNode input = step.input();
        boolean updated = comments.edit(
                step.tenant(),
                input.path("issueId").asText(),
                input.path("commentId").asText(),
                Adf.of(CommentText.blocks(input.path("text").asText())),
                input.path("internal").asBoolean(false),
                step.stepId(),
                step::beforeCall);
        return StepResult.of(facts(step).put(UPDATED, updated));
    }

    @Override
    public Optional<StepResult> look(StepContext step) {
        boolean done = comments.isEditedBy(
                step.tenant(),
                step.input().path("issueId").asText(),
                step.input().path("commentId").asText(),
                step.input().path("internal").asBoolean(false),
                step.stepId(),
                step::beforeCall);
        return done ? Optional.of(StepResult.of(facts(step).put(UPDATED, true).put("found", true))) : Optional.empty();
    }

    private static ObjectNode facts(StepContext step) {
        return StepResult.nothing()
                .put(CommentStep.COMMENT_ID, step.input().path("commentId").asText());
    }
}
