package io.latchkey.work;

import com.github.kagkarlsson.scheduler.task.AbstractTask;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import io.latchkey.platform.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is done for each tenant again and again; its instances are tenant ids, so that it runs once at a time for one
 * tenant, whatever the number of nodes. A bean that extends it is started for every tenant, and ends when it says so.
 */
public abstract class TenantTimer extends AbstractTask<Void> {

    private final Duration every;
    private final Budgets budgets;
    private final Clock clock;

    /**
     * A timer whose name, as it stands in {@code scheduled_tasks}, never changes.
     *
     * @param every how long until it runs first, and until it is tried again after an exception
     */
    protected TenantTimer(String name, Duration every, Budgets budgets, Clock clock) {
        super(name, Void.class, new FailureHandler.OnFailureRetryLater<>(every), new ReviveAtOnce<>(clock));
        this.every = every;
        this.budgets = budgets;
        this.clock = clock;
    }

    /**
     * Does it once, in no transaction. It may come again too early, after a node has died on it.
     *
     * @return how long until the next time; empty when there is none, until the tenant installs or enables us again
     */
    protected abstract Optional<Duration> run(TenantId tenant);

    @Override
    public final CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
        TenantId tenant = TenantId.of(instance.getId());
        Optional<Duration> pause = budgets.forTimer(() -> run(tenant));
        return (complete, operations) -> {
            if (pause.isPresent()) {
                operations.reschedule(complete, in(pause.get()));
            } else {
                operations.stop();
            }
        };
    }

    @Override
    public final SchedulableInstance<Void> schedulableInstance(String id) {
        return SchedulableInstance.of(instance(id), in(every));
    }

    @Override
    public final SchedulableInstance<Void> schedulableInstance(String id, Void data) {
        return schedulableInstance(id);
    }

    private Instant in(Duration pause) {
        return clock.instant().plus(pause);
    }
}
