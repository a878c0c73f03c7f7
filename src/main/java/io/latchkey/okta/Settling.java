package io.latchkey.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.work.StepContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * How long what Okta shows late is waited for, counted from when a step can have sent something: its intent, or the end of
 * the waiting that came before. Looks come at short steps: the longer it takes, the rarer, every 15 seconds at last.
 */
@Component
class Settling {

    /** How far Okta's clock may lag behind ours. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(15);
    private static final String INTENDED_AT = "intendedAt";

    private final OktaProperties properties;
    private final Clock clock;

    Settling(OktaProperties properties, Clock clock) {
        this.properties = properties;
        this.clock = clock;
    }

    /** The detail of an intent from which waiting is counted. */
    ObjectNode begin() {
        return JsonNodeFactory.instance
                .objectNode()
                .put(INTENDED_AT, clock.instant().toString());
    }

    /** The earliest that Okta's clock can have shown when the step was intended. */
    Instant since(StepContext step) {
        return intendedAt(step).minus(SKEW);
    }

    /** What to throw when something is not shown: that it is waited for, or, in the end, that a person has to decide. */
    RuntimeException notShown(StepContext step, String code, String explanation) {
        return wait(step, properties.settleWithin())
                .<RuntimeException>map(wait -> new NotShownYet(code, explanation, wait))
                .orElseGet(() -> new NeverShown(code, explanation));
    }

    /** What to throw for an account that was there and is answered with 404, as Okta may for a moment after its creation. */
    RuntimeException gone(StepContext step, OktaFailure.UserGone gone, Duration within) {
        return wait(step, within)
                .<RuntimeException>map(wait -> new NotShownYet(gone.code(), gone.explanation(), wait))
                .orElse(gone);
    }

    /** As above, for an account whose creation may have taken effect long after the step was intended. */
    RuntimeException gone(StepContext step, OktaFailure.UserGone gone) {
        return gone(step, gone, properties.settleWithin());
    }

    /** When to look again; empty when that would be later than this after something can have been sent. */
    Optional<Duration> wait(StepContext step, Duration within) {
        Instant begin = intendedAt(step);
        Instant since = step.triedSince().filter(tried -> tried.isAfter(begin)).orElse(begin);
        Duration passed = Duration.between(since, clock.instant());
        Duration left = within.minus(passed);
        if (left.isNegative() || left.isZero()) {
            return Optional.empty();
        }
        Duration growing = longer(FIRST, shorter(LONGEST, passed.dividedBy(2)));
        return Optional.of(shorter(growing, left));
    }

    private static Instant intendedAt(StepContext step) {
        JsonNode detail = step.intent().detail();
        return Instant.parse(detail.path(INTENDED_AT).asText());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
