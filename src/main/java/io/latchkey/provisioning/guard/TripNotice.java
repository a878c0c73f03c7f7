package io.latchkey.provisioning.guard;

import io.latchkey.provisioning.BreakerTripped;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells the operator that a breaker has tripped: a warning, and {@code latchkey.guardrail.trips}, by which they are alerted. */
@Component
class TripNotice {

    private static final Logger log = LoggerFactory.getLogger(TripNotice.class);

    private final MeterRegistry meters;

    TripNotice(MeterRegistry meters) {
        this.meters = meters;
    }

    @EventListener
    void tripped(BreakerTripped trip) {
        meters.counter("latchkey.guardrail.trips", "counted", trip.counted()).increment();
        log.warn(
                "the breaker of {} of tenant {} has tripped: {} an hour are allowed, {} would have been made; the request"
                        + " that was one too many (issue {}) and those after it are held until an administrator resets trip {}",
                trip.counted(),
                trip.tenant(),
                trip.allowed(),
                trip.found(),
                trip.issueId(),
                trip.trip());
    }
}
