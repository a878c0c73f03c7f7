package io.latchkey.handover;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.okta.PendingCredential;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Ends a run that would make another credential, when the one before was used. Reads only.
 *
 * <p>Input: {@code connection}, {@code user}, {@code renewal}, {@code madeAt}.
 */
@Component
class CheckUnusedStep implements StepHandler {

    static final String KIND = "handover.check-unused";

    private final Uses uses;

    CheckUnusedStep(Uses uses) {
        this.uses = uses;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public StepResult act(StepContext step) {
        JsonNode input = step.input();
        boolean untouched = uses.isUntouched(
                step.tenant(),
                input.path("connection").asText(),
                input.path("user").asText(),
                PendingCredential.valueOf(input.path("renewal").asText()),
                Instant.parse(input.path("madeAt").asText()),
                step::beforeCall);
        if (!untouched) {
            throw HandoverFailure.used();
        }
        return StepResult.of(StepResult.nothing().put("unused", true));
    }

    /** Reading again is as good. */
    @Override
    public Optional<StepResult> look(StepContext step) {
        return Optional.empty();
    }
}
