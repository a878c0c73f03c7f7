package io.latchkey.okta;

import com.github.kagkarlsson.scheduler.task.AbstractTask;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.DeadExecutionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import io.latchkey.platform.TenantId;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** The timer of each tenant's {@link RenewRoleSightings}; an instance is a tenant id. It ends when the tenant has left. */
@Component
class RoleSightingTask extends AbstractTask<Void> {

    static final String NAME = "okta-role-sighting";

    private final RenewRoleSightings renew;
    private final OktaProperties properties;
    private final Clock clock;

    RoleSightingTask(RenewRoleSightings renew, OktaProperties properties, Clock clock) {
        super(
                NAME,
                Void.class,
                new FailureHandler.OnFailureRetryLater<>(properties.seeRolesEvery()),
                new DeadExecutionHandler.ReviveDeadExecution<>());
        this.renew = renew;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
        boolean goOn = renew.renew(TenantId.of(instance.getId()));
        return (complete, operations) -> {
            if (goOn) {
                operations.reschedule(complete, next());
            } else {
                operations.stop();
            }
        };
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
        return clock.instant().plus(properties.seeRolesEvery());
    }
}
