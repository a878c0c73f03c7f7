package io.latchkey.work;

import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.time.Clock;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The timers of the packages below: executions of the scheduler that go on by themselves once they are there. */
@Component
class Timers {

    private static final String ENSURE = """
            insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
            values (?, ?, ?, false, 1)
            on conflict (task_name, task_instance) do nothing
            """;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final TransactionTemplate own;

    Timers(JdbcClient jdbc, Clock clock, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.own = new TransactionTemplate(transactions);
        this.own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * Makes sure that a timer is there, in a transaction of its own, which commits before this returns. One that is there
     * already stays as it is, whoever else makes it at the same moment.
     */
    void ensure(SchedulableInstance<?> timer) {
        TaskInstance<?> instance = timer.getTaskInstance();
        own.executeWithoutResult(status -> jdbc.sql(ENSURE)
                .params(
                        instance.getTaskName(),
                        instance.getId(),
                        timer.getNextExecutionTime(clock.instant()).atOffset(ZoneOffset.UTC))
                .update());
    }
}
