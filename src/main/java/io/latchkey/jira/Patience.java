package io.latchkey.jira;

import io.latchkey.work.Intent;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long a step waits for a person, from its intent on or from when a person let it begin anew. */
final class Patience {

    /** One call or a few each time, while people take hours. */
    static final Duration LOOK_AFTER = Duration.ofMinutes(5);

    private static final int DAYS = 30;
    private static final int MOST_DAYS = 366;
    private static final String BEGAN = "intendedAt";

    private final Clock clock;

    Patience(Clock clock) {
        this.clock = clock;
    }

    Intent begin() {
        return new Intent(
                StepResult.nothing().put(BEGAN, clock.instant().toString()), Optional.empty(), Optional.empty());
    }

    /**
     * The reason to look again later.
     *
     * @param until completes "waits until …"
     * @throws JiraFailure.NobodyDidIt when the days of the input, 30 unless it says so, are over
     */
    JiraFailure.WaitsForPerson orGiveUp(StepContext step, String until) {
        long days = Math.max(1, Math.min(MOST_DAYS, step.input().path("days").asLong(DAYS)));
        if (!clock.instant().isBefore(began(step).plus(Duration.ofDays(days)))) {
            throw new JiraFailure.NobodyDidIt(days, until);
        }
        return new JiraFailure.WaitsForPerson(until, LOOK_AFTER);
    }

    private static Instant began(StepContext step) {
        Instant intended = Instant.parse(step.intent().detail().path(BEGAN).asText());
        return step.triedSince().filter(tried -> tried.isAfter(intended)).orElse(intended);
    }
}
