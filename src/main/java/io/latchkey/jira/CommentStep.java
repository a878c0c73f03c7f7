package io.latchkey.jira;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Writes one comment. It carries the step's id as a property, by which a comment whose answer was lost is found again.
 *
 * <p>Input: {@code issueId}, {@code text} (blank lines separate paragraphs), optional {@code internal}, and optional
 * {@code credential}: {@code {"step","userName"}} adds the user name and the temporary password that the named step set.
 */
@Component
class CommentStep implements StepHandler {

    static final String KIND = "jira.comment";

    private final JiraComments comments;

    CommentStep(JiraComments comments) {
        this.comments = comments;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public StepResult act(StepContext step) {
        JsonNode input = step.input();
        step.beforeCall();
        String id = comments.comment(
                step.tenant(),
                input.path("issueId").asText(),
                body(step, input),
                input.path("internal").asBoolean(false),
                step.stepId());
        return StepResult.of(StepResult.nothing().put("commentId", id));
    }

    @Override
    public Optional<StepResult> look(StepContext step) {
        step.beforeCall();
        return comments.commentsOf(step.tenant(), step.input().path("issueId").asText(), step.stepId()).stream()
                .findFirst()
                .map(id ->
                        StepResult.of(StepResult.nothing().put("commentId", id).put("found", true)));
    }

    private static Adf body(StepContext step, JsonNode input) {
        List<Adf.Block> blocks = new ArrayList<>();
        for (String paragraph : input.path("text").asText().split("\\R\\s*\\R")) {
            blocks.add(paragraph(paragraph));
        }
        JsonNode credential = input.path("credential");
        if (credential.isObject()) {
            blocks.add(credential(step, credential));
        }
        return Adf.of(blocks);
    }

    private static Adf.Block paragraph(String text) {
        List<Adf.Inline> inlines = new ArrayList<>();
        for (String line : text.strip().split("\\R")) {
            if (!inlines.isEmpty()) {
                inlines.add(Adf.hardBreak());
            }
            inlines.add(Adf.text(line));
        }
        return Adf.paragraph(inlines.toArray(Adf.Inline[]::new));
    }

    private static Adf.Block credential(StepContext step, JsonNode credential) {
        Secret password = step.secretOf(credential.path("step").asText())
                .orElseThrow(() -> new IllegalStateException(
                        "the step " + credential.path("step") + " set no credential to write on the ticket"));
        return Adf.paragraph(
                Adf.strong("User name: "),
                Adf.code(credential.path("userName").asText()),
                Adf.hardBreak(),
                Adf.strong("Temporary password: "),
                Adf.code(password.reveal()),
                Adf.hardBreak(),
                Adf.text("It has to be changed at the first login."));
    }
}
