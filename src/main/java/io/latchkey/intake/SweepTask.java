package io.latchkey.intake;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.DatabaseOutage;
import io.latchkey.platform.failure.Failure;
import io.latchkey.platform.failure.RetryableFailure;
import io.latchkey.work.Budgets;
import io.latchkey.work.TenantTimer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The timer of each tenant's sweep. It ends by itself when the tenant has left. */
@Component
class SweepTask extends TenantTimer {

    static final String NAME = "sweep";

    private static final Logger log = LoggerFactory.getLogger(SweepTask.class);

    private final Sweep sweep;
    private final SweepPace pace;
    private final IntakeProperties properties;
    private final DatabaseOutage outage;

    SweepTask(
            Sweep sweep,
            SweepPace pace,
            IntakeProperties properties,
            Budgets budgets,
            Clock clock,
            DatabaseOutage outage) {
        super(NAME, properties.sweepEvery(), budgets, clock);
        this.sweep = sweep;
        this.pace = pace;
        this.properties = properties;
        this.outage = outage;
    }

    @Override
    protected Optional<Duration> run(TenantId tenant) {
        try {
            return switch (sweep.sweep(tenant)) {
                case NO_DOOR -> Optional.empty();
                case ALL_ANNOUNCED -> Optional.of(pace.after(tenant, false));
                case UNANNOUNCED -> Optional.of(pace.after(tenant, true));
            };
        } catch (RuntimeException thrown) {
            // Only an outage and what an adapter has named end here; a bug of ours is thrown on.
            if (outage.noticed(thrown)) {
                return Optional.of(properties.sweepEvery());
            }
            if (!(thrown instanceof Failure failure)) {
                throw thrown;
            }
            log.warn(
                    "sweep of tenant {} failed and is tried again: {} {}",
                    tenant,
                    failure.code(),
                    failure.explanation());
            Duration asked = failure instanceof RetryableFailure retryable
                    ? retryable.retryAfter().orElse(Duration.ZERO)
                    : Duration.ZERO;
            Duration ours = properties.sweepEvery();
            return Optional.of(ours.compareTo(asked) > 0 ? ours : asked);
        }
    }
}
