package io.latchkey.work;

import com.github.kagkarlsson.scheduler.task.DeadExecutionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import java.time.Clock;

/**
 * Makes an execution whose node has died due at once. db-scheduler's ready-made handler does so by the machine's clock,
 * which need not be the injected one.
 *
 * @param <T> what the task's executions carry
 */
public final class ReviveAtOnce<T> implements DeadExecutionHandler<T> {

    private final Clock clock;

    /** By this clock. */
    public ReviveAtOnce(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void deadExecution(ExecutionComplete dead, ExecutionOperations<T> operations) {
        operations.reschedule(dead, clock.instant());
    }
}
