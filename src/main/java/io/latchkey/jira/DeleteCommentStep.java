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
 * Deletes a comment of our own and reads that it is gone; one that was gone already is as good. Jira's mails about it stay
 * where they are.
 *
 * <p>Input: {@code issueId}, {@code commentId}. Output: {@code deleted}, false when it was gone already.
 */
@Component
class DeleteCommentStep implements StepHandler {

    static final String KIND = "jira.delete-comment";

    private static final String DELETED = "deleted";

    private final OwnComments comments;

    DeleteCommentStep(OwnComments comments) {
        this.comments = comments;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> outputs() {
        return Set.of(CommentStep.COMMENT_ID, DELETED);
    }

    @Override
    public StepResult act(StepContext step) {
        JsonNode input = step.input();
        boolean deleted = comments.delete(
                step.tenant(),
                input.path("issueId").asText(),
                input.path("commentId").asText(),
                step::beforeCall);
        return StepResult.of(facts(step).put(DELETED, deleted));
    }

    /** Whoever deleted it, it is gone. */
    @Override
    public Optional<StepResult> look(StepContext step) {
        JsonNode input = step.input();
        boolean there = comments.exists(
                step.tenant(),
                input.path("issueId").asText(),
                input.path("commentId").asText(),
                step::beforeCall);
        return there
                ? Optional.empty()
                : Optional.of(StepResult.of(facts(step).put(DELETED, true).put("found", true)));
    }

    private static ObjectNode facts(StepContext step) {
        return StepResult.nothing()
                .put(CommentStep.COMMENT_ID, step.input().path("commentId").asText());
    }
}
