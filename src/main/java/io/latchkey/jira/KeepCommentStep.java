package io.latchkey.jira;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Keeps one public comment of a request up to date: writes it, or writes the one anew that carries the same mark. Idempotent;
 * it looks each time, and deletes what an earlier attempt wrote twice.
 *
 * <p>Input: {@code issueId}, {@code mark} (a UUID, the same for every text of this comment), {@code text} (blank lines
 * separate paragraphs). Output: {@code commentId}.
 */
@Component
class KeepCommentStep implements StepHandler {

    static final String KIND = "jira.keep-comment";

    private final JiraComments comments;
    private final OwnComments own;

    KeepCommentStep(JiraComments comments, OwnComments own) {
        this.comments = comments;
        this.own = own;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> outputs() {
        return Set.of(CommentStep.COMMENT_ID);
    }

    @Override
    public StepResult act(StepContext step) {
        JsonNode input = step.input();
        String issueId = input.path("issueId").asText();
        UUID mark = UUID.fromString(input.path("mark").asText());
        Adf body = Adf.of(CommentText.blocks(input.path("text").asText()));
        Optional<String> kept = comments.keepOldest(step.tenant(), issueId, false, mark, step::beforeCall)
                .id();
        if (kept.isPresent()
                && own.edit(step.tenant(), issueId, kept.get(), body, false, step.stepId(), step::beforeCall)) {
            return result(kept.get());
        }
        step.beforeCall();
        return result(comments.comment(step.tenant(), issueId, body, false, mark));
    }

    /** Acting looks first anyway. */
    @Override
    public Optional<StepResult> look(StepContext step) {
        return Optional.empty();
    }

    private static StepResult result(String commentId) {
        return StepResult.of(StepResult.nothing().put(CommentStep.COMMENT_ID, commentId));
    }
}
