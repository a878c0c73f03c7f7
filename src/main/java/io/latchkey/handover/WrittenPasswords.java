package io.latchkey.handover;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepListener;
import io.latchkey.work.StepResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Remembers which comment holds a temporary password, in the transaction that records that it was written. */
@Component
class WrittenPasswords implements StepListener {

    private static final String COMMENT = "jira.comment";

    private final CommentRows rows;
    private final Clock clock;

    WrittenPasswords(CommentRows rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return COMMENT;
    }

    @Override
    public void done(StepContext step, StepResult result) {
        JsonNode input = step.input();
        JsonNode credential = input.path("credential");
        if (!credential.has("removeAfter")) {
            return;
        }
        Instant now = clock.instant();
        Instant removeAt =
                now.plus(Duration.parse(credential.path("removeAfter").asText()));
        rows.insert(
                step.tenant(),
                new CommentRows.Row(
                        step.stepId(),
                        input.path("issueId").asText(),
                        result.outputs().path("commentId").asText(),
                        credential.path("connection").asText(),
                        credential.path("user").asText(),
                        input.path("locale").asText("en"),
                        input.path("text").asText(),
                        credential.path("userName").asText(),
                        now,
                        removeAt),
                PasswordsInComments.nextLook(now, now, removeAt));
    }
}
