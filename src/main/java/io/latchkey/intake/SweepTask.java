package io.latchkey.intake;

import com.github.kagkarlsson.scheduler.task.AbstractTask;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.DatabaseOutage;
import io.latchkey.platform.failure.Failure;
import io.latchkey.platform.failure.RetryableFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The timer of each tenant's sweep; an instance is a tenant id. It ends by itself when the tenant has left. */
@Component
class SweepTask extends AbstractTask<Void> {

    static final String NAME = "sweep";

    private static final Logger log = LoggerFactory.getLogger(SweepTask.class);

    private final Sweep sweep;
    private final SweepPace pace;
    private final IntakeProperties properties;
    private final Clock clock;
    private final DatabaseOutage outage;

    SweepTask(Sweep sweep, SweepPace pace, IntakeProperties properties, Clock clock, DatabaseOutage outage) {
        super(
                NAME,
                Void.class,
                new FailureHandler.OnFailureRetryLater<>(properties.sweepEvery()),
                // Its ready-made handler asks the machine's clock, not the injected one.
                (dead, operations) -> operations.reschedule(dead, clock.instant()));
        this.sweep = sweep;
        this.pace = pace;
        this.properties = properties;
        this.clock = clock;
        this.outage = outage;
    }

    @Override
    public CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
        Optional<Duration> pause = pause(TenantId.of(instance.getId()));
        return (complete, operations) -> {
            if (pause.isPresent()) {
                operations.reschedule(complete, clock.instant().plus(pause.get()));
            } else {
                operations.stop();
            }
        };
    }

    /** How long until the next search; empty when there is none. */
    private Optional<Duration> pause(TenantId tenant) {
        try {
            return switch (sweep.sweep(tenant)) {
                case NO_DOOR -> Optional.empty();
                case ALL_ANNOUNCED -> Optional.of(pace.after(tenant, false));
                case UNANNOUNCED -> Optional.of(pace.after(tenant, true));
            };
        } catch (RuntimeException thrown) {
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

    @Override
    public SchedulableInstance<Void> schedulableInstance(String id) {
        return SchedulableInstance.of(instance(id), next());
    }

    @Override
    public SchedulableInstance<Void> schedulableInstance(String id, Void data) {
        return schedulableInstance(id);
    }

    private Instant next() {
        return clock.instant().plus(properties.sweepEvery());
    }
}
