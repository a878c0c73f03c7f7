package io.latchkey.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.work.StepContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
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

    /** Our own time. */
    Instant now() {
        return clock.instant();
    }

    /** The earliest that Okta's clock can have shown when the step was intended. */
    Instant since(StepContext step) {
        return since(intendedAt(step));
    }

    /** The earliest that Okta's clock can have shown then. */
    Instant since(Instant ours) {
        return ours.minus(SKEW);
    }

    /**
     * What Okta has done after this its log may not show yet; never before a step was intended. The log is given a minute more than a
     * step waits, so that a step which finds no explanation stops for a person before there is nothing left to explain.
     */
    Instant laterThanShown(Instant intended) {
        Instant shown = since(clock.instant().minus(properties.settleWithin()).minus(SKEW));
        return shown.isAfter(intended) ? shown : intended;
    }

    /** What to throw when something is not shown: that it is waited for, or, in the end, that a person has to decide. */
    RuntimeException notShown(StepContext step, String code, String explanation) {
        return wait(step, properties.settleWithin())
                .<RuntimeException>map(wait -> new NotShownYet(code, explanation, wait))
                .orElseGet(() -> new NeverShown(code, explanation));
    }

    /** What to throw while something is waited for that is not shown; empty once it was waited for long enough. */
    Optional<NotShownYet> notShownYet(StepContext step, String code, String explanation) {
        return notShownYet(step, properties.settleWithin(), code, explanation);
    }

    /** As above, within a time of its own. */
    Optional<NotShownYet> notShownYet(StepContext step, Duration within, String code, String explanation) {
        return wait(step, within).map(wait -> new NotShownYet(code, explanation, wait));
    }

    /**
     * Reads an account that exists: Okta may answer 404 for a moment after its creation, and that is waited for. Whether it
     * is so early is told before it is asked, since an answer may be old by the time this node gets to it.
     *
     * @param within how long after something can have been sent a 404 is waited for
     * @throws OktaFailure.UserGone when it was asked later than that
     */
    <T> T present(StepContext step, Duration within, Supplier<T> read) {
        Optional<Duration> wait = wait(step, within);
        try {
            return read.get();
        } catch (OktaFailure.UserGone gone) {
            throw wait.<RuntimeException>map(later -> new NotShownYet(gone.code(), gone.explanation(), later))
                    .orElse(gone);
        }
    }

    /** As above, for an account whose creation may have taken effect long after it was sent. */
    <T> T present(StepContext step, Supplier<T> read) {
        return present(step, properties.settleWithin(), read);
    }

    /** When to look again; empty when that would be later than this after something can have been sent. */
    private Optional<Duration> wait(StepContext step, Duration within) {
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
