package io.latchkey.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.work.Intent;
import io.latchkey.work.LaterLook;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Writes a task for an agent on the ticket, as an internal note, and waits until one answers there with an internal note
 * whose first line is the agreed word. Customers can do neither. A note that somebody deletes is written again.
 *
 * <p>Input: {@code issueId}, {@code text} (what to do), optional {@code word} (the answer, {@code done} unless it says so)
 * and optional {@code days} to wait at most, 30 unless it says so. Output: {@code commentId} of the task and {@code
 * answerId} of the answer.
 */
@Component
class WaitForPersonStep implements StepHandler {

    static final String KIND = "jira.wait-for-person";

    private static final String ANSWER_ID = "answerId";

    private final JiraComments comments;
    private final TaskNotes notes;
    private final Patience patience;

    WaitForPersonStep(JiraComments comments, TaskNotes notes, Clock clock) {
        this.comments = comments;
        this.notes = notes;
        this.patience = new Patience(clock);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> outputs() {
        return Set.of(CommentStep.COMMENT_ID, ANSWER_ID);
    }

    @Override
    public Intent intend(StepContext step) {
        return patience.begin();
    }

    /** It never ends by itself: the answer is found by the next look. */
    @Override
    public StepResult act(StepContext step) {
        step.beforeCall();
        String note = comments.comment(step.tenant(), issueId(step), task(step), true, step.stepId());
        throw waiting(step, note);
    }

    @Override
    public Optional<StepResult> look(StepContext step) {
        Optional<String> note = comments.keepOldest(step.tenant(), issueId(step), true, step.stepId(), step::beforeCall)
                .id();
        if (note.isEmpty()) {
            return Optional.empty();
        }
        String answer = notes.answerTo(step.tenant(), issueId(step), note.get(), word(step), step::beforeCall)
                .orElseThrow(() -> waiting(step, note.get()));
        ObjectNode facts =
                StepResult.nothing().put(CommentStep.COMMENT_ID, note.get()).put(ANSWER_ID, answer);
        return Optional.of(StepResult.of(facts));
    }

    @Override
    public Optional<LaterLook> laterLook(StepContext step) {
        return Optional.of(DuplicateComments.of(issueId(step), step.stepId(), true));
    }

    private JiraFailure.WaitsForPerson waiting(StepContext step, String note) {
        return patience.orGiveUp(
                step,
                "an agent answers the internal note " + note + " of issue " + issueId(step) + " with \"" + word(step)
                        + "\"");
    }

    private static Adf task(StepContext step) {
        List<Adf.Block> blocks =
                new ArrayList<>(CommentText.blocks(step.input().path("text").asText()));
        blocks.add(Adf.paragraph(Adf.text(TicketWords.of(step).text("task") + " "), Adf.strong(word(step))));
        return Adf.of(blocks);
    }

    private static String issueId(StepContext step) {
        return step.input().path("issueId").asText();
    }

    private static String word(StepContext step) {
        JsonNode word = step.input().path("word");
        return word.isTextual() && !word.textValue().isBlank()
                ? word.textValue().strip()
                : "done";
    }
}
