package io.latchkey.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.platform.failure.Failure;

/** What the trail tells of a failure that parked something. */
final class FailureFacts {

    private FailureFacts() {}

    static ObjectNode of(Failure failure) {
        return StepResult.nothing()
                .put("code", failure.code())
                .put("kind", failure.kind().name())
                .put("explanation", failure.explanation());
    }
}
