package io.latchkey.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.platform.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What handlers see, for tests of theirs. */
public final class StepContexts {

    private StepContexts() {}

    /** The only step of a run, of which nothing is known but what it intended. */
    public static StepContext intended(Intent intent) {
        var nothing = JsonNodeFactory.instance.objectNode();
        return new StepContext(
                new TenantId(UUID.randomUUID()),
                UUID.randomUUID(),
                0,
                new Plan(nothing, List.of(new PlannedStep("step", "test", nothing))),
                Map.of(),
                Map.of(),
                intent,
                true,
                Optional.empty(),
                () -> {},
                claim -> false);
    }
}
