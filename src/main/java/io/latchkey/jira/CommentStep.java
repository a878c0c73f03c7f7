package io.latchkey.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.text.Words;
import io.latchkey.work.LaterLook;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Writes one comment. It carries the step's id as a property, by which a comment whose answer was lost is found again;
 * where several attempts took effect after all, the oldest comment stays and the others are deleted.
 *
 * <p>Input: {@code issueId}, {@code text} (blank lines separate paragraphs), optional {@code internal}, and optional
 * {@code credential}: {@code {"step","userName"}} adds the user name and the temporary password that the named step set, in
 * the language {@code locale}.
 */
@Component
class CommentStep implements StepHandler {

    static final String KIND = "jira.comment";

    /** The output that names the comment. */
    static final String COMMENT_ID = "commentId";

    private final JiraComments comments;

    CommentStep(JiraComments comments) {
        this.comments = comments;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> outputs() {
        return Set.of(COMMENT_ID);
    }

    @Override
    public StepResult act(StepContext step) {
        JsonNode input = step.input();
        step.beforeCall();
        String id = comments.comment(
                step.tenant(), input.path("issueId").asText(), body(step, input), isInternal(step), step.stepId());
        return step.isRepeat() ? kept(step).orElseGet(() -> result(id)) : result(id);
    }

    @Override
    public Optional<StepResult> look(StepContext step) {
        return kept(step);
    }

    /** Attempts whose answers were lost may arrive after the one that was recorded. */
    @Override
    public Optional<LaterLook> laterLook(StepContext step) {
        return Optional.of(
                DuplicateComments.of(step.input().path("issueId").asText(), step.stepId(), isInternal(step)));
    }

    private Optional<StepResult> kept(StepContext step) {
        JiraComments.Kept kept = comments.keepOldest(
                step.tenant(),
                step.input().path("issueId").asText(),
                isInternal(step),
                step.stepId(),
                step::beforeCall);
        return kept.id().map(id -> {
            ObjectNode outputs = StepResult.nothing().put(COMMENT_ID, id).put("found", true);
            if (!kept.deleted().isEmpty()) {
                kept.deleted().forEach(outputs.putArray("duplicatesDeleted")::add);
            }
            return StepResult.of(outputs);
        });
    }

    private static boolean isInternal(StepContext step) {
        return step.input().path("internal").asBoolean(false);
    }

    private static StepResult result(String id) {
        return StepResult.of(StepResult.nothing().put(COMMENT_ID, id));
    }

    private static Adf body(StepContext step, JsonNode input) {
        List<Adf.Block> blocks =
                new ArrayList<>(CommentText.blocks(input.path("text").asText()));
        JsonNode credential = input.path("credential");
        if (credential.isObject()) {
            blocks.add(credential(step, credential));
        }
        return Adf.of(blocks);
    }

    private static Adf.Block credential(StepContext step, JsonNode credential) {
        Secret password = step.secretOf(credential.path("step").asText())
                .orElseThrow(() -> new IllegalStateException(
                        "the step " + credential.path("step") + " set no credential to write on the ticket"));
        Words words = TicketWords.of(step);
        return Adf.paragraph(
                Adf.strong(words.text("user-name") + " "),
                Adf.code(credential.path("userName").asText()),
                Adf.hardBreak(),
                Adf.strong(words.text("password") + " "),
                Adf.code(password.reveal()),
                Adf.hardBreak(),
                Adf.text(words.text("warning")));
    }
}
