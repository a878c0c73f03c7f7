package io.latchkey.work;

import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Waits for a time; one that has passed is not waited for.
 *
 * <p>Input: {@code until}, an ISO 8601 instant.
 */
@Component
class WaitUntilStep implements StepHandler {

    static final String KIND = "work.wait-until";

    private final Clock clock;

    WaitUntilStep(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> outputs() {
        return Set.of("until");
    }

    @Override
    public StepResult act(StepContext step) {
        String until = step.input().path("until").asText();
        WaitsUntil.demandPassed(until, clock.instant());
        return StepResult.of(StepResult.nothing().put("until", until));
    }

    /** Nothing is ever sent; and by acting the run asks whether it is still wanted, however long it has waited. */
    @Override
    public Optional<StepResult> look(StepContext step) {
        return Optional.empty();
    }
}
